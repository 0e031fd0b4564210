/** What the page knows of the server (settings, models, engines), and how to read: kind, model, decoder, engine. */

import { key, request } from './api.js';
import { at, element } from './dom.js';
import { sayProblem, clear } from './status.js';

const STORE = 'longhand.options';

/** As the server has them; these hold until it answers. */
export let settings = { corrections: false, apiKey: false, limits: { body: 10_000_000, inkPoints: 20_000, files: 32 } };
export let models = [];
let engines = [];
const details = new Map();

/** Chosen by the user; where nothing is, the server decides. */
const chosen = { as: 'word', model: {}, decoder: {}, engine: '', ...stored() };

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

export const kind = () => chosen.as;

/** The query of a request. */
export function parameters(top = 5) {
  const model = chosen.model[chosen.as] ?? '';
  return { as: chosen.as, top, model, decoder: chosen.decoder[modelName()] ?? '', engine: chosen.engine };
}

/** The model that will read: the chosen one, or the server's default. */
function modelName() {
  const fitting = models.filter((model) => model.kind === chosen.as);
  return chosen.model[chosen.as] ?? (fitting.find((model) => model.default) ?? fitting[0])?.name;
}

/** All that is known of a model: card, alphabet, decoders, metrics. */
export async function model(name) {
  if (!details.has(name)) {
    const asked = request(`/v1/models/${encodeURIComponent(name)}`);
    details.set(name, asked);
    asked.catch(() => details.delete(name));
  }
  return details.get(name);
}

/** Asks the server what it has; `changed()` is called now and whenever the user chooses something else. */
export async function load(changed) {
  try {
    settings = await request('/v1/settings');
    document.dispatchEvent(new CustomEvent('longhand-settings'));
    if (settings.apiKey && !key.get()) {
      return;
    }
    [{ models }, { engines }] = await Promise.all([request('/v1/models'), request('/v1/engines')]);
    clear('options');
  } catch (problem) {
    sayProblem('options', problem);
    if (problem.status !== 401) {
      setTimeout(() => load(changed), 5000);
    }
    return;
  }
  for (const [as, name] of Object.entries(chosen.model)) {
    if (!models.some((model) => model.name === name && model.kind === as)) {
      delete chosen.model[as];
    }
  }
  if (!engines.some((engine) => engine.offered !== false && engine.name === chosen.engine)) {
    chosen.engine = '';
  }
  for (const radio of document.getElementsByName('as')) {
    radio.checked = radio.value === chosen.as;
    radio.onchange = () => choose({ as: radio.value });
  }
  at('model').onchange = ({ target }) => choose({ model: { ...chosen.model, [chosen.as]: target.value } });
  at('decoder').onchange = ({ target }) => choose({ decoder: { ...chosen.decoder, [modelName()]: target.value } });
  at('engine').onchange = ({ target }) => choose({ engine: target.value });

  function choose(choice) {
    Object.assign(chosen, choice);
    try {
      localStorage.setItem(STORE, JSON.stringify(chosen));
    } catch {
      // Private windows may refuse; the choice then holds for this visit.
    }
    show();
    changed();
  }
  show();
  changed();
}

async function show() {
  const name = modelName();
  fill(at('model'), models.filter((model) => model.kind === chosen.as).map((model) => model.name), name);
  const offered = engines.filter((engine) => engine.offered !== false);
  const usual = engines.find((engine) => engine.default)?.name;
  fill(at('engine'), offered.map((engine) => engine.name), chosen.engine || usual);
  at('engine-label').hidden = offered.length < 2;
  summarize();
  let decoders = [];
  try {
    decoders = (name && (await model(name)).decoders) || [];
  } catch (problem) {
    sayProblem('options', problem);
  }
  if (name !== modelName()) {
    return;
  }
  fill(at('decoder'), decoders, chosen.decoder[name] ?? '');
  at('decoder').prepend(element('option', { value: '', selected: !chosen.decoder[name] }, 'as the model likes it'));
  at('decoder-label').hidden = decoders.length < 2;
  summarize();
}

function summarize() {
  const parts = [modelName() ?? 'no model', chosen.decoder[modelName()], chosen.engine];
  at('choice-now').textContent = parts.filter(Boolean).join(' · ');
}

function fill(select, names, value) {
  select.replaceChildren(...names.map((name) => element('option', { value: name }, name)));
  select.value = value ?? '';
}
