/** The little Markdown of model cards, built as elements: headings, paragraphs, lists, tables, code, emphasis. */

import { element } from './dom.js';

export function markdown(text) {
  const made = document.createDocumentFragment();
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const take = (fits) => {
    const taken = [];
    while (lines.length && fits(lines[0])) {
      taken.push(lines.shift());
    }
    return taken;
  };
  while (lines.length) {
    const line = lines[0];
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (!line.trim()) {
      lines.shift();
    } else if (/^```/.test(line)) {
      lines.shift();
      const code = take((next) => !/^```/.test(next));
      lines.shift();
      made.append(element('pre', { tabIndex: 0 }, element('code', {}, code.join('\n'))));
    } else if (heading) {
      lines.shift();
      // The page has the h1.
      made.append(element(`h${Math.min(6, heading[1].length + 1)}`, {}, ...inline(heading[2])));
    } else if (line.includes('|') && /^[\s|:-]*-[\s|:-]*$/.test(lines[1] ?? '') && lines[1].includes('|')) {
      made.append(table(take((next) => next.includes('|'))));
    } else if (item(line)) {
      made.append(list(take((next) => item(next) || /^\s+\S/.test(next))));
    } else {
      const paragraph = [lines.shift(), ...take((next) => next.trim() && !/^(#{1,6}\s|```)/.test(next) && !item(next))];
      made.append(element('p', {}, ...inline(paragraph.join(' '))));
    }
  }
  return made;
}

const item = (line) => /^\s*([-*+]|\d+[.)])\s+(.*)$/.exec(line);

function list(lines) {
  const made = element(/^\s*\d/.test(lines[0]) ? 'ol' : 'ul');
  const texts = [];
  for (const line of lines) {
    const [, , text] = item(line) ?? [];
    if (text === undefined) {
      texts[texts.length - 1] += ` ${line.trim()}`;
    } else {
      texts.push(text);
    }
  }
  made.append(...texts.map((text) => element('li', {}, ...inline(text))));
  return made;
}

function table([head, , ...rows]) {
  const cells = (row) => row.trim().replace(/^\||\|$/g, '').split('|').map((text) => text.trim());
  return element('div', { className: 'wide', tabIndex: 0, role: 'region', 'aria-label': 'Table' },
    element('table', {},
      element('thead', {}, element('tr', {}, cells(head).map((text) => element('th', { scope: 'col' }, ...inline(text))))),
      element('tbody', {}, rows.map((row) => element('tr', {}, cells(row).map((text) => element('td', {}, ...inline(text))))))));
}

/** `code`, **strong**, *emphasis* and the words of [links](…), which are not followed. */
function inline(text) {
  const parts = [];
  const pattern = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\([^)]*\)/g;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [all, code, strong, emphasis, link] = match;
    parts.push(text.slice(end, match.index));
    parts.push(code ? element('code', {}, code) : strong ? element('strong', {}, strong) : emphasis ? element('em', {}, emphasis) : link);
    end = match.index + all.length;
  }
  parts.push(text.slice(end));
  return parts;
}
