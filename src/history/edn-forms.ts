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

/** `:name`; one object a name and reader, so that keywords are equal when identical. */
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
