/** What EDN reads as. */
export type Edn =
  | null
  | boolean
  | number
  | bigint
  | string
  | Keyword
  | EdnSymbol
  | Tagged
  | Edn[]
  | Map<Edn, Edn>
  | Set<Edn>;

/** `:name`, made by `keyword`, so that equal keywords are identical. */
export class Keyword {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class EdnSymbol {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class Tagged {
  readonly tag: string;
  readonly form: Edn;
  constructor(tag: string, form: Edn) {
    this.tag = tag;
    this.form = form;
  }
}

const KEYWORDS = new Map<string, Keyword>();

/** The one keyword of a name. */
export function keyword(name: string): Keyword {
  const known = KEYWORDS.get(name);
  if (known) return known;
  const made = new Keyword(name);
  KEYWORDS.set(name, made);
  return made;
}
