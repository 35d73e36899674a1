/** Elements of the page, found and made. Text goes in as text: nothing of a run is ever read as HTML. */

/** The one element that matches. @throws Error where the page has none. */
export function found<T extends Element>(
  selector: string,
  kind: new () => T,
  root: ParentNode = document,
): T {
  const element = root.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${selector}`);
}

/** The elements that match, of this kind. */
export function all<T extends Element>(
  selector: string,
  kind: new () => T,
  root: ParentNode = document,
): readonly T[] {
  return [...root.querySelectorAll(selector)].filter((each): each is T => each instanceof kind);
}

export function element(tag: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

export function row(cells: readonly string[]): HTMLTableRowElement {
  const made = document.createElement('tr');
  made.append(...cells.map((text, at) => element(at === 0 ? 'th' : 'td', text)));
  return made;
}
