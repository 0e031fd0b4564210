/** Images: drop, paste or choose files, and take the readings away. */

import { query, request } from './api.js';
import { at, element, percent, said, save } from './dom.js';
import * as options from './options.js';
import { correct, correctionForm } from './reading.js';
import { announce, clear, say, sayProblem } from './status.js';

/** Files of one request: few, so that readings appear soon. */
const CHUNK = 8;

/** What a multipart body says of each file beside its bytes, at most. */
const PART = 1000;

/** Cuts files into requests within the server's limits on their number and bytes. */
export function chunksOf(items, { files, body }) {
  const chunks = [];
  let bytes = Infinity;
  for (const item of items) {
    bytes += item.file.size + PART;
    if (bytes > body || chunks.at(-1).length >= Math.min(files, CHUNK)) {
      chunks.push([]);
      bytes = item.file.size + PART;
    }
    chunks.at(-1).push(item);
  }
  return chunks;
}

/** A CSV cell (RFC 4180); what a spreadsheet would take for a formula is kept from being one by an apostrophe. */
export function cell(value) {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csv = (rows) => rows.map((row) => row.map(cell).join(',') + '\r\n').join('');

export class ImagesView {
  #items = [];
  #queue = [];
  #reading = false;

  constructor() {
    at('files').addEventListener('change', ({ target }) => {
      this.add([...target.files]);
      target.value = '';
    });
    const drop = at('drop');
    drop.addEventListener('dragover', () => drop.classList.add('over'));
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', ({ dataTransfer }) => {
      drop.classList.remove('over');
      this.add([...dataTransfer.files]);
    });
    at('images-clear').addEventListener('click', () => this.#remove(this.#items));
    at('export-csv').addEventListener('click', () => this.#saveCsv());
    at('export-json').addEventListener('click', () => this.#saveJson());
  }

  /** Shows the files and has them read. */
  add(files) {
    const items = files.map((file) => new Item(file, (item) => this.#remove([item]), () => this.#count()));
    this.#items.push(...items);
    at('image-list').append(...items.map((item) => item.row));
    this.#read(items);
  }

  /** Read again with what is chosen now. */
  changed() {
    if (this.#items.length) {
      this.#queue = [];
      this.#read(this.#items);
    }
  }

  async #read(items) {
    const { body } = options.settings.limits;
    for (const item of items) {
      if (item.file.size + PART > body) {
        item.fail(`${megabytes(item.file.size)} MB is more than the ${megabytes(body)} MB this server takes. Scale the image down.`);
      } else {
        item.wait();
        this.#queue.push(item);
      }
    }
    this.#count();
    if (this.#reading) {
      return;
    }
    this.#reading = true;
    while (this.#queue.length) {
      const [chunk] = chunksOf(this.#queue, options.settings.limits);
      this.#queue.splice(0, chunk.length);
      await this.#send(chunk);
      this.#count();
    }
    this.#reading = false;
    announce(at('image-count').textContent);
  }

  async #send(chunk) {
    const body = new FormData();
    for (const { file } of chunk) {
      body.append('file', file, file.name || 'pasted.png');
    }
    const asked = options.parameters();
    const onBusy = (seconds) => say('images', 'busy', `The server is busy. Trying again in ${Math.ceil(seconds)} s…`);
    try {
      const { recognitions } = await request('/v1/recognitions' + query(asked), { body, onBusy, tries: 8 });
      clear('images');
      chunk.forEach((item, i) => {
        const { file, problem, ...recognition } = recognitions[i];
        if (problem) {
          item.fail(problem.detail || problem.title);
        } else {
          item.show(recognition);
        }
      });
    } catch (problem) {
      sayProblem('images', problem);
      chunk.forEach((item) => item.fail(problem.message));
    }
  }

  #remove(items) {
    const gone = new Set(items);
    for (const item of gone) {
      item.remove();
    }
    this.#items = this.#items.filter((item) => !gone.has(item));
    this.#queue = this.#queue.filter((item) => !gone.has(item));
    this.#count();
    if (!this.#items.length) {
      clear('images');
      at('files').focus();
    }
  }

  #count() {
    const read = this.#items.filter((item) => item.recognition).length;
    const failed = this.#items.filter((item) => item.problem).length;
    const waiting = this.#items.length - read - failed;
    at('image-tools').hidden = !this.#items.length;
    at('image-count').textContent = [`${read} read`, failed && `${failed} failed`, waiting && `${waiting} to go`].filter(Boolean).join(', ');
    for (const id of ['export-csv', 'export-json']) {
      at(id).disabled = !read;
    }
  }

  #saveCsv() {
    const rows = this.#items.map(({ file, text, recognition, problem }) => [
      file.name, text, recognition?.confidence, recognition ? recognition.sure !== false : undefined,
      recognition?.model, recognition?.engine, problem,
    ]);
    save('readings.csv', 'text/csv', csv([['file', 'text', 'confidence', 'sure', 'model', 'engine', 'problem'], ...rows]));
  }

  #saveJson() {
    const all = this.#items.map(({ file, text, recognition, problem }) =>
      recognition ? { file: file.name, ...recognition, text } : { file: file.name, problem });
    save('readings.json', 'application/json', JSON.stringify(all, null, 2) + '\n');
  }
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** One image, and what became of it. */
class Item {
  recognition = null;
  problem = null;
  #text = element('div', { className: 'item-text' });
  #picture;

  constructor(file, remove, changed) {
    this.file = file;
    this.changed = changed;
    this.#picture = element('img', { alt: '', src: URL.createObjectURL(file), onerror: () => this.#unshowable() });
    const name = file.name || 'pasted image';
    this.row = element('li', { className: 'item' },
      element('div', { className: 'thumbnail' }, this.#picture),
      this.#text,
      element('div', { className: 'file' }, element('span', {}, name),
        element('button', { type: 'button', className: 'plain', title: 'Remove', 'aria-label': `Remove ${name}`, onclick: () => remove(this) }, '×')));
  }

  /** What it says: as corrected, or as read. */
  get text() {
    return this.corrected ?? this.recognition?.text;
  }

  wait() {
    this.recognition = this.problem = this.corrected = null;
    this.#text.replaceChildren(element('p', { className: 'placeholder' }, 'Reading…'));
  }

  fail(problem) {
    this.problem = problem;
    this.#text.replaceChildren(element('p', { className: 'failed' }, element('b', {}, 'Not read. '), problem));
  }

  show(recognition) {
    this.recognition = recognition;
    const { text, confidence, candidates = [] } = recognition;
    const sure = recognition.sure !== false;
    const shown = said(this.corrected ?? text);
    const others = candidates.slice(1, 4).map((candidate) => said(candidate.text)).join(', ');
    const verdict = this.corrected ? '✓ Corrected by you' : sure ? '✓ Sure' : '? Not sure';
    this.#text.replaceChildren(
      options.settings.corrections
        ? element('button', { type: 'button', className: 'text',
            'aria-label': `${shown}: correct it`, onclick: () => this.#edit() }, shown)
        : element('p', { className: 'text' }, shown),
      element('p', { className: 'sure' },
        element('span', { className: sure || this.corrected ? 'badge' : 'badge unsure' }, verdict),
        this.corrected ? '' : ` ${percent(confidence)}`,
        others && element('span', { className: 'others' }, ` · or ${others}`)));
  }

  remove() {
    URL.revokeObjectURL(this.#picture.src);
    this.row.remove();
  }

  #edit() {
    this.#text.replaceChildren(correctionForm(this.text, async (text) => {
      if (text && (await correct(this.recognition, { image: await base64(this.file) }, text))) {
        this.corrected = text;
        this.changed();
      }
      this.show(this.recognition);
      this.#text.querySelector('button')?.focus();
    }));
  }

  /** TIFF, mostly: the server reads what the browser cannot show. */
  #unshowable() {
    this.#picture.replaceWith(element('span', { className: 'no-picture' }, (this.file.name.split('.').pop() || 'image').slice(0, 5)));
  }
}

function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(',')[1]);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
