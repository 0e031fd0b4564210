/** Model: what it is for, how well it reads, and what it confuses. */

import { at, element, percent } from './dom.js';
import { markdown } from './markdown.js';
import * as options from './options.js';
import { clear, sayProblem } from './status.js';

/** Rows of the table that stands beside the picture. */
const MOST_FREQUENT = 10;

/** What is read for something else, most frequent first: {truth, reading, count, of}. */
export function confusions(symbols, matrix) {
  const found = [];
  matrix.forEach((row, truth) => {
    const of = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, reading) => {
      if (count && reading !== truth) {
        found.push({ truth: symbols[truth], reading: symbols[reading], count, of });
      }
    });
  });
  return found.sort((a, b) => b.count - a.count);
}

export class ModelView {
  #matrix = null;
  #shown = '';

  constructor() {
    at('card-choice').addEventListener('change', () => this.#show(at('card-choice').value));
  }

  enter() {
    this.changed();
  }

  changed() {
    const select = at('card-choice');
    const names = options.models.map((model) => model.name);
    if (!names.length || at('view-model').hidden) {
      return;
    }
    const wanted = names.includes(select.value) ? select.value
      : options.models.find((model) => model.kind === options.kind() && model.default)?.name ?? names[0];
    select.replaceChildren(...names.map((name) => element('option', { value: name }, name)));
    select.value = wanted;
    this.#show(wanted);
  }

  repaint() {
    this.#matrix?.paint();
  }

  async #show(name) {
    if (name === this.#shown) {
      return;
    }
    this.#shown = name;
    at('model-body').setAttribute('aria-busy', 'true');
    try {
      const model = await options.model(name);
      if (this.#shown === name) {
        clear('model');
        this.#fill(model);
      }
    } catch (problem) {
      this.#shown = '';
      sayProblem('model', problem);
    } finally {
      at('model-body').removeAttribute('aria-busy');
    }
  }

  #fill({ kind, alphabet = [], decoders = [], card = '', metrics = {}, provenance = {}, weights, evaluation }) {
    const facts = [
      ['Reads', `one ${kind} to an image`],
      ['Symbols', alphabet.length],
      ['Weights', weights?.toLocaleString('en')],
      ['Decoders', decoders.join(', ')],
      ['Trained', provenance.trainedAt && `${String(provenance.trainedAt).slice(0, 10)}, on ${provenance.engine}`],
    ].filter(([, value]) => value);
    this.#matrix = evaluation?.confusion && evaluation.symbols ? new Matrix(evaluation) : null;
    at('model-body').replaceChildren(
      element('section', { className: 'facts-side', 'aria-label': 'In short' },
        element('dl', { className: 'fact-list' }, facts.map(([term, value]) => [element('dt', {}, term), element('dd', {}, String(value))])),
        figures(metrics),
        element('h2', {}, 'Alphabet'),
        element('p', { className: 'alphabet' }, alphabet.map((symbol) => [element('span', {}, symbol), ' ']))),
      element('div', { className: 'card-side' },
        this.#matrix?.root,
        element('article', { className: 'card', 'aria-label': 'Model card' }, markdown(card)),
        Object.keys(provenance).length > 0 && element('details', { className: 'provenance' },
          element('summary', {}, 'How it was made, in full'),
          rows('Provenance', ['What', 'Value'], flat(provenance)))));
    this.#matrix?.paint();
  }
}

function figures(metrics) {
  const measured = Object.entries(metrics);
  return measured.length > 0 && [
    element('h2', {}, 'Figures'),
    rows('Figures', ['Measured', 'Value'], measured.map(([name, value]) => [name, figure(name, value)])),
  ];
}

/** Shares as percent; a loss is none. */
const figure = (name, value) => (/loss/i.test(name) || value > 1 ? String(Number(value.toPrecision(4))) : percent(value, 1));

function rows(label, head, body) {
  return element('div', { className: 'wide', tabIndex: 0, role: 'region', 'aria-label': label },
    element('table', {},
      element('thead', {}, element('tr', {}, head.map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, body.map(([first, ...rest]) =>
        element('tr', {}, element('th', { scope: 'row' }, String(first)), rest.map((text) => element('td', {}, String(text))))))));
}

/** Nested values as rows of path and text. */
function flat(value, path = '') {
  return value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([name, inner]) => flat(inner, path ? `${path}: ${name}` : name))
    : [[path, String(value)]];
}

/** The confusion matrix as a picture; rows are what was written, columns what was read. */
class Matrix {
  #symbols;
  #counts;
  #totals;
  #cell = [0, 0];
  #canvas;
  #said = element('p', { className: 'read-out', 'aria-live': 'polite' });

  constructor({ data, size, accuracy, symbols, confusion }) {
    this.#symbols = symbols;
    this.#counts = confusion;
    this.#totals = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
    this.#canvas = element('canvas', {
      className: 'matrix',
      tabIndex: 0,
      role: 'application',
      'aria-label': 'Confusion matrix. Arrow keys move from cell to cell; the most frequent confusions are in the table below.',
      onpointermove: (event) => this.#point(event),
      onpointerdown: (event) => this.#point(event),
      onfocus: () => this.#go(...this.#cell),
      onblur: () => this.paint(),
      onkeydown: (event) => this.#key(event),
    });
    const most = confusions(symbols, confusion).slice(0, MOST_FREQUENT);
    this.root = element('section', { className: 'confusion', 'aria-labelledby': 'confusion-title' },
      element('h2', { id: 'confusion-title' }, 'What it confuses'),
      element('p', {}, `${percent(accuracy, 1)} right of ${size.toLocaleString('en')}, on ${data}.`),
      element('div', { className: 'matrix-and-table' },
        element('div', {}, this.#canvas, this.#said),
        rows('Most frequent confusions', ['Written', 'Read as', 'Times', 'Of it'], most.map(({ truth, reading, count, of }) =>
          [truth, reading, count, percent(count / of, 1)]))));
    this.#said.textContent = 'Down: what was written. Across: what it was read as. The stronger, the more often.';
    new ResizeObserver(() => this.paint()).observe(this.#canvas);
  }

  paint() {
    const { clientWidth: size } = this.#canvas;
    if (!size) {
      return;
    }
    const scale = devicePixelRatio || 1;
    this.#canvas.width = this.#canvas.height = Math.round(size * scale);
    const context = this.#canvas.getContext('2d');
    const n = this.#symbols.length;
    const step = this.#canvas.width / (n + 1);
    const style = getComputedStyle(this.#canvas);
    context.fillStyle = context.strokeStyle = style.color;
    context.font = `${Math.max(7 * scale, step * 0.72)}px ${style.fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    // Labels where they can be told apart; the read-out has them all.
    const every = Math.ceil((9 * scale) / step);
    this.#symbols.forEach((symbol, i) => {
      if (i % every === 0) {
        context.fillText(symbol, (i + 1.5) * step, step / 2);
        context.fillText(symbol, step / 2, (i + 1.5) * step);
      }
    });
    this.#counts.forEach((row, truth) => row.forEach((count, reading) => {
      // The root shows the rare confusions beside the diagonal.
      context.globalAlpha = count ? 0.08 + 0.92 * Math.sqrt(count / this.#totals[truth]) : 0.03;
      context.fillRect((reading + 1) * step, (truth + 1) * step, step - 0.5 * scale, step - 0.5 * scale);
    }));
    context.globalAlpha = 1;
    if (document.activeElement === this.#canvas) {
      const [truth, reading] = this.#cell;
      context.strokeStyle = style.outlineColor;
      context.lineWidth = 2 * scale;
      context.strokeRect((reading + 1) * step, (truth + 1) * step, step, step);
    }
  }

  #go(truth, reading) {
    const last = this.#symbols.length - 1;
    this.#cell = [truth, reading].map((index) => Math.max(0, Math.min(last, index)));
    const [row, column] = this.#cell;
    const count = this.#counts[row][column];
    const share = this.#totals[row] ? ` (${percent(count / this.#totals[row], 1)})` : '';
    this.#said.textContent = `${this.#symbols[row]} read as ${this.#symbols[column]}: ${count} of ${this.#totals[row]}${share}`;
    this.paint();
  }

  #point({ offsetX, offsetY }) {
    const step = this.#canvas.clientWidth / (this.#symbols.length + 1);
    const [truth, reading] = [Math.floor(offsetY / step) - 1, Math.floor(offsetX / step) - 1];
    if (truth >= 0 && reading >= 0) {
      this.#go(truth, reading);
    }
  }

  #key(event) {
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (move) {
      event.preventDefault();
      this.#go(this.#cell[0] + move[0], this.#cell[1] + move[1]);
    }
  }
}
