/** Draw: write on the sheet, and see at once what it says. */

import { request, query, Stream } from './api.js';
import { at, element, percent } from './dom.js';
import { EXAMPLES } from './example.js';
import * as options from './options.js';
import { Pad } from './pad.js';
import { ReadingPanel } from './reading.js';
import { clear, sayProblem } from './status.js';

/** Between messages while a stroke grows, in milliseconds. */
const THROTTLE = 150;

/**
 * Where columns of the image that the server drew lie on the sheet: a function of an x in the image. The
 * server scales the ink alike in both directions and leaves the same margin on all sides, so the
 * difference of width and height tells the scale; for nearly square ink the margin is taken as usual.
 */
export function columnsOf(image, box) {
  let scale = (image.width - image.height) / (box.width - box.height);
  let margin = (image.width - scale * box.width) / 2;
  const telling = Math.abs(box.width - box.height) > 0.2 * Math.max(box.width, box.height);
  if (!telling || !(scale > 0) || margin < 0 || margin > image.width / 3) {
    margin = Math.min(image.width, image.height) / 8;
    scale = (image.width - 2 * margin) / Math.max(1, box.width);
  }
  return (x) => box.left + (x - margin) / scale;
}

export class DrawView {
  #pad;
  #panel;
  #stream;
  #timer = 0;
  #last = 0;
  #seenTimer = 0;

  constructor() {
    this.#pad = new Pad(at('pad'), (finished) => this.#drawn(finished));
    this.#panel = new ReadingPanel(at('draw-reading'), 'What you write is read here.', () =>
      this.#pad.empty ? null : { strokes: this.#pad.ink });
    this.#stream = new Stream({
      parameters: () => options.parameters(),
      onAnswer: (recognition) => this.#answered(recognition),
      onProblem: (problem) => this.#refused(problem),
    });
    at('undo').addEventListener('click', () => this.#pad.undo());
    at('clear').addEventListener('click', () => this.#pad.clear());
    at('example').addEventListener('click', () => this.#example());
    at('seen-toggle').addEventListener('click', () => this.#toggleSeen());
    this.#buttons();
  }

  leave() {
    this.#stream.close();
    clearTimeout(this.#timer);
  }

  enter() {
    this.changed();
  }

  /** Another kind, model, decoder or engine: read again with that. */
  changed() {
    const character = options.kind() === 'character';
    at('sheet').classList.toggle('one', character);
    at('invitation-text').textContent = `Write a ${options.kind()} here`;
    this.#stream.close();
    if (!this.#pad.empty && !at('view-draw').hidden) {
      this.#send();
      this.#see();
    }
  }

  repaint() {
    this.#pad.repaint();
  }

  key(event) {
    if (event.target.closest?.('input, select, textarea')) {
      return;
    }
    if (event.key === 'Escape') {
      this.#pad.clear();
    } else if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault();
      this.#pad.undo();
    }
  }

  async #example() {
    at('pad').focus({ preventScroll: true });
    await this.#pad.write(EXAMPLES[options.kind()]);
  }

  #buttons() {
    at('undo').disabled = !this.#pad.undoable;
    at('clear').disabled = this.#pad.empty;
    at('invitation').hidden = !this.#pad.empty;
  }

  #drawn(finished) {
    this.#buttons();
    if (this.#pad.empty) {
      clearTimeout(this.#timer);
      this.#timer = 0;
      this.#stream.forget();
      this.#panel.clear();
      at('spans').replaceChildren();
      clear('draw');
      this.#see();
      return;
    }
    const since = performance.now() - this.#last;
    if (finished || since >= THROTTLE) {
      this.#send();
    } else {
      this.#timer ||= setTimeout(() => this.#send(), THROTTLE - since);
    }
    if (finished) {
      this.#see();
    }
  }

  #send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#last = performance.now();
    if (!this.#pad.empty) {
      this.#stream.send({ strokes: this.#pad.ink });
      this.#panel.await(true);
    }
  }

  #answered(recognition) {
    clear('draw');
    this.#panel.show(recognition);
    this.#panel.await(!this.#stream.idle);
    this.#showSpans(recognition);
  }

  #refused(problem) {
    if (problem.type === 'no-ink') {
      this.#panel.clear('Nothing to read yet.');
      at('spans').replaceChildren();
    } else {
      sayProblem('draw', problem);
    }
  }

  /** Each character under the ink it was read from. */
  #showSpans({ characters = [], image }) {
    if (!image || !characters.length || this.#pad.empty) {
      at('spans').replaceChildren();
      return;
    }
    const column = columnsOf(image, this.#pad.box);
    const widest = at('spans').clientWidth;
    at('spans').replaceChildren(
      ...characters.map(({ text, confidence, left, width }) => {
        const from = Math.max(0, Math.min(widest - 8, column(left)));
        const to = Math.max(from + 8, Math.min(widest, column(left + width)));
        const span = element('span', { className: confidence < 0.5 ? 'span doubtful-span' : 'span', title: `${text}: ${percent(confidence)}` },
          element('b', {}, text), element('i', {}, String(Math.round(confidence * 100))));
        span.style.left = `${from}px`;
        span.style.width = `${to - from}px`;
        span.classList.toggle('narrow', to - from < 20);
        return span;
      }),
    );
  }

  #toggleSeen() {
    const open = at('seen').hidden;
    at('seen').hidden = !open;
    at('seen-toggle').setAttribute('aria-expanded', String(open));
    this.#see(0);
  }

  /** What the network saw, once the writing rests. */
  #see(rest = 500) {
    clearTimeout(this.#seenTimer);
    if (at('seen').hidden) {
      clear('seen');
      return;
    }
    if (this.#pad.empty) {
      at('seen').replaceChildren(element('p', { className: 'note' }, 'Write something, and see here what becomes of it before it is read.'));
      return;
    }
    this.#seenTimer = setTimeout(() => this.#explain(), rest);
  }

  async #explain() {
    const ink = this.#pad.ink;
    const { as, model } = options.parameters();
    try {
      const { stages } = await request('/v1/explanations' + query({ as, model }), { json: { strokes: ink } });
      clear('seen');
      at('seen').replaceChildren(...stages.map(stageFigure));
    } catch (problem) {
      sayProblem('seen', problem);
    }
  }
}

function stageFigure({ name: step, image, width, height }, i, stages) {
  const name = step.replace(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  const last = i === stages.length - 1;
  return element('figure', { className: last ? 'stage last' : 'stage' },
    element('img', { src: image, width, height, alt: `${name}, ${width} × ${height} pixels` }),
    element('figcaption', {}, `${i + 1}. ${name}`, element('span', { className: 'size' }, ` ${width} × ${height}`),
      last && ': this goes into the network'));
}
