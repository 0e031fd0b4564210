/** Shows one reading: the text, how sure it is, what else it may be; and takes corrections. */

import { request } from './api.js';
import { copy, element, percent, said } from './dom.js';
import { settings } from './options.js';
import { announce, say, sayProblem } from './status.js';

/** The text, with the characters it is least sure of marked. */
function marked({ text, characters = [] }) {
  if (characters.map((character) => character.text).join('') !== text) {
    return [said(text)];
  }
  return characters.map(({ text: symbol, confidence }) =>
    confidence < 0.5
      ? element('span', { className: 'doubtful', title: `${symbol}: ${percent(confidence)}` }, symbol)
      : symbol,
  );
}

/** Sends what a reading should have been, with the model that read it; `source` is {strokes} or {image}. */
export async function correct(recognition, source, text) {
  const json = { text, reading: recognition.text, model: recognition.model, ...source };
  try {
    await request('/v1/corrections', { json, onBusy: () => say('correction', 'busy', 'Busy. Trying again…') });
    say('correction', 'done', `Thank you: “${text}” is kept to learn from.`);
    return true;
  } catch (problem) {
    sayProblem('correction', problem);
    return false;
  }
}

/** A form for the right text of a reading; `done(text)` gets it, or null when it was given up. */
export function correctionForm(text, done) {
  const field = element('input', {
    type: 'text',
    value: text,
    maxLength: 200,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: false,
  });
  const form = element(
    'form',
    {
      className: 'correct',
      onsubmit: (event) => {
        event.preventDefault();
        done(field.value.trim() || null);
      },
      onkeydown: (event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          done(null);
        }
      },
    },
    element('label', {}, 'What it says ', field),
    element('div', { className: 'tools' },
      element('button', { type: 'submit', className: 'main-action' }, 'Save'),
      element('button', { type: 'button', onclick: () => done(null) }, 'Cancel')),
  );
  queueMicrotask(() => field.select());
  return form;
}

export class ReadingPanel {
  #root;
  #source;
  #shown = null;
  #corrected = null;
  #said = element('div', { className: 'said' });
  #sure = element('p', { className: 'sure' });
  #candidates = element('ol', { className: 'candidates' });
  #facts = element('p', { className: 'facts' });
  #copy = element('button', { type: 'button', onclick: () => this.copy() }, 'Copy');
  #correct = element('button', { type: 'button', onclick: () => this.#edit() }, 'Correct');
  #label = element('h2', {}, 'It may say');
  #form = null;
  #placeholder;

  /**
   * `source()` gives what was read, {strokes} or {image}, for corrections; null when there is nothing.
   * `placeholder` stands where the reading will be.
   */
  constructor(root, placeholder, source) {
    this.#root = root;
    this.#source = source;
    this.#placeholder = placeholder;
    const tools = element('div', { className: 'tools' }, this.#copy, this.#correct);
    root.append(this.#said, this.#sure, tools, this.#label, this.#candidates, this.#facts);
    this.clear();
  }

  get recognition() {
    return this.#shown;
  }

  /** Nothing to show; `why` says it in the reading's place. */
  clear(why = this.#placeholder) {
    this.#shown = this.#corrected = null;
    this.await(false);
    this.#closeForm();
    this.#said.replaceChildren(element('p', { className: 'placeholder' }, why));
    for (const part of [this.#sure, this.#copy, this.#correct, this.#label, this.#candidates, this.#facts]) {
      part.hidden = true;
    }
    announce('');
  }

  /** Whether what is shown is about to be replaced. */
  await(busy) {
    this.#root.setAttribute('aria-busy', String(busy));
  }

  show(recognition) {
    this.#shown = recognition;
    this.#corrected = null;
    if (this.#form) {
      // Whoever is typing is not to be disturbed.
      return;
    }
    const { text, confidence, candidates, model, engine, timings } = recognition;
    const sure = recognition.sure !== false;
    const letters = marked(recognition);
    this.#said.replaceChildren(
      settings.corrections
        ? element('button', { type: 'button', className: 'text', 'aria-label': `${said(text)}: correct it`,
            onclick: () => this.#edit() }, ...letters)
        : element('p', { className: 'text' }, ...letters),
    );
    this.#sure.replaceChildren(
      element('span', { className: sure ? 'badge' : 'badge unsure' }, sure ? '✓ Sure' : '? Not sure'),
      ` ${percent(confidence)}`,
    );
    const others = candidates.length > 1;
    this.#label.hidden = this.#candidates.hidden = !others;
    if (others) {
      this.#list(candidates);
    }
    const took = timings ? Object.values(timings).reduce((sum, time) => sum + time, 0) : 0;
    this.#facts.textContent = [model, engine, timings && `${took.toFixed(took < 10 ? 1 : 0)} ms`].filter(Boolean).join(' · ');
    this.#sure.hidden = this.#copy.hidden = this.#facts.hidden = false;
    this.#correct.hidden = !settings.corrections;
    announce(`${said(text)}. ${sure ? '' : 'Not sure. '}${percent(confidence)}`);
  }

  /** Rows stay in place while their words change, so that a click finds what it aimed at. */
  #list(candidates) {
    const clickable = settings.corrections;
    while (this.#candidates.children.length > candidates.length) {
      this.#candidates.lastChild.remove();
    }
    candidates.forEach(({ text, confidence }, i) => {
      let row = this.#candidates.children[i];
      if (!row || (row.firstChild.tagName === 'BUTTON') !== clickable) {
        const parts = ['word', 'bar', 'share'].map((className) => element('span', { className }));
        const made = element('li', {}, element(clickable ? 'button' : 'div', { className: 'candidate' }, ...parts));
        if (clickable) {
          made.firstChild.type = 'button';
          made.firstChild.addEventListener('click', () => this.#save(made.firstChild.dataset.text));
        }
        row ? row.replaceWith(made) : this.#candidates.append(made);
        row = made;
      }
      const [word, bar, share] = row.firstChild.children;
      row.firstChild.dataset.text = text;
      if (clickable) {
        row.firstChild.title = `It says “${text}”`;
      }
      word.textContent = said(text);
      bar.style.setProperty('--share', confidence);
      share.textContent = percent(confidence);
    });
  }

  async copy() {
    try {
      await copy(this.#corrected ?? this.#shown.text);
      say('copy', 'done', 'Copied.');
    } catch (failure) {
      say('copy', 'error', failure.message);
    }
  }

  /** Opens the field for the right text, where corrections are taken. */
  #edit() {
    if (!this.#shown || !settings.corrections || this.#form) {
      return;
    }
    // What is on the pad or before the camera may change while the user types.
    const at = { recognition: this.#shown, source: this.#source() };
    this.#form = correctionForm(at.recognition.text, async (text) => {
      this.#closeForm();
      if (text) {
        await this.#save(text, at);
      } else if (this.#shown) {
        this.show(this.#shown);
      }
      this.#said.querySelector('button')?.focus();
    });
    this.#said.replaceChildren(this.#form);
    this.#correct.hidden = true;
    this.#root.classList.add('editing');
  }

  async #save(text, { recognition, source } = { recognition: this.#shown, source: this.#source() }) {
    if (!source) {
      return;
    }
    const kept = await correct(recognition, source, text);
    if (!kept || this.#shown !== recognition) {
      if (this.#shown) {
        this.show(this.#shown);
      }
      return;
    }
    this.show({ ...recognition, text, characters: [] });
    this.#shown = recognition;
    this.#corrected = text;
    this.#sure.replaceChildren(element('span', { className: 'badge' }, '✓ Corrected by you'));
    announce(`Corrected to ${text}`);
  }

  #closeForm() {
    this.#form = null;
    this.#root.classList.remove('editing');
  }
}
