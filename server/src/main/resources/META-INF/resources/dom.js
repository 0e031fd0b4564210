/** Small conveniences for building the page; text always goes in as text, never as markup. */

/** The element of that id. */
export const at = (id) => document.getElementById(id);

/**
 * A new element. Properties are set as properties, those with a dash and `role` as attributes, `on…` as
 * listeners; children are elements or texts, and empty ones are left out.
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property.startsWith('on')) {
      made.addEventListener(property.slice(2), value);
    } else if (property.includes('-') || property === 'role') {
      made.setAttribute(property, value);
    } else {
      made[property] = value;
    }
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const percent = (share, digits = 0) => (share > 0 && share < 0.005 ? '< 1 %' : `${(share * 100).toFixed(digits)} %`);

/** A reading in words; the best reading of a smudge may be no text at all. */
export const said = (text) => text || '(nothing)';

export const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Puts text on the clipboard, also on pages that were not served securely. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = element('textarea', { value: text, className: 'unseen', 'aria-hidden': 'true' });
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    focused?.focus();
    if (!copied) {
      throw new Error('The browser does not let this page copy. Select the text and copy it by hand.');
    }
  }
}

/** Offers text as a file to save. */
export function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
