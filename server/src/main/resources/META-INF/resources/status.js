/** The one line that says what is wrong and what to do, or that something was done. */

import { at, element } from './dom.js';

const MARKS = { error: '!', busy: '…', done: '✓' };
let shown = { source: '' };
let leaving = 0;

/** `source` is whoever speaks: a later word of the same source replaces or clears it. */
export function say(source, level, text) {
  if (shown.source === source && shown.text === text) {
    return;
  }
  clearTimeout(leaving);
  shown = { source, text };
  at('status').replaceChildren(
    element(
      'p',
      { className: `message ${level}` },
      element('span', { className: 'mark', 'aria-hidden': 'true' }, MARKS[level]),
      element('span', {}, text),
      element('button', { type: 'button', className: 'plain', 'aria-label': 'Dismiss', onclick: hide }, '×'),
    ),
  );
  if (level === 'done') {
    leaving = setTimeout(hide, 5000);
  }
}

/** Says a problem of the server. */
export function sayProblem(source, problem) {
  if (problem.status === 401) {
    say(source, 'error', 'The API key is missing or not the right one. Enter it above.');
    document.dispatchEvent(new CustomEvent('longhand-key'));
  } else {
    const again = problem.busy ? ' Trying again…' : '';
    say(source, problem.busy ? 'busy' : 'error', problem.message + again);
  }
}

/** What `source` said no longer holds; without one, whatever was said. */
export function clear(source = shown.source) {
  if (shown.source === source) {
    hide();
  }
}

function hide() {
  shown = { source: '' };
  at('status').replaceChildren();
}

let pause = 0;

/** Tells a screen reader, once it has stopped changing. */
export function announce(text) {
  clearTimeout(pause);
  pause = setTimeout(() => {
    at('announcer').textContent = text;
  }, 700);
}
