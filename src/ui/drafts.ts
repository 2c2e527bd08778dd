type Fields = [name: string, value: string][];

const prefix = 'openocop.draft.';

/** What was typed into a form and not saved yet, if this device kept it; null where it keeps nothing. */
export function readDraft(name: string): Fields | null {
  try {
    const kept = localStorage.getItem(prefix + name);
    return kept ? (JSON.parse(kept) as Fields) : null;
  } catch {
    return null; // a browser that keeps nothing, or a draft of an older page
  }
}

/** @param waits the form was sent while there was no connection: it is sent again when there is one */
export function keepDraft(name: string, form: HTMLFormElement, waits = false): void {
  const fields = [...new FormData(form)].map(([field, value]): [string, string] => [field, String(value)]);
  put(name, JSON.stringify(waits ? [...fields, [' waits', '']] : fields));
}

/** Keeps something else than a form, such as answers. */
export function put(name: string, text: string): void {
  try {
    localStorage.setItem(prefix + name, text);
  } catch {
    // A full or closed store: the form itself still holds what was typed.
  }
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    // nothing was kept
  }
}

/** Forgets every draft of this device: whoever signs out leaves nothing behind. */
export function dropAllDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

/** Fills a form with a draft. @returns true if anything differs from what the page showed */
export function fill(form: HTMLFormElement, kept: Fields): boolean {
  const before = JSON.stringify([...new FormData(form)]);
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && (element.type === 'checkbox' || element.type === 'radio'))
      element.checked = kept.some(([name, value]) => name === element.name && value === element.value);
    else if (
      element instanceof HTMLInputElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement
    ) {
      const found = kept.find(([name]) => name === element.name);
      // A hidden field is the page's own, except where it says on which version, or versions, the draft was begun.
      if (
        found &&
        element.type !== 'file' &&
        (element.type !== 'hidden' || element.name === 'version' || element.name === 'versions')
      )
        element.value = found[1];
    }
  }
  return JSON.stringify([...new FormData(form)]) !== before;
}
