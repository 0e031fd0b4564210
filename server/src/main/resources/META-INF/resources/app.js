/** Puts the page together: views, theme, key, and what all views share. */

import { key } from './api.js';
import { at, element } from './dom.js';
import * as options from './options.js';
import { clear, say } from './status.js';
import { DrawView } from './draw.js';
import { ImagesView } from './images.js';
import { CameraView } from './camera.js';
import { ModelView } from './model.js';

const views = { draw: new DrawView(), images: new ImagesView(), camera: new CameraView(), model: new ModelView() };
let current = '';

function go(name) {
  if (name === current) {
    return;
  }
  views[current]?.leave?.();
  const before = current;
  current = name;
  for (const view of Object.keys(views)) {
    at(`view-${view}`).hidden = view !== name;
  }
  for (const link of document.querySelectorAll('nav a')) {
    link.toggleAttribute('aria-current', false);
    if (link.hash === `#${name}`) {
      link.setAttribute('aria-current', 'page');
    }
  }
  at('options').hidden = name === 'model';
  at('choice').open = false;
  document.title = `${at(`${name}-title`).textContent} · Longhand reads handwriting`;
  views[name].enter?.();
  if (before) {
    window.scrollTo(0, 0);
    at(`${name}-title`).focus({ preventScroll: true });
  }
}

function route() {
  const name = location.hash.slice(1);
  if (name in views) {
    go(name);
  } else if (!current) {
    go('draw');
  }
}

addEventListener('hashchange', route);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  at('main').focus();
});

document.addEventListener('paste', (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length) {
    event.preventDefault();
    location.hash = '#images';
    views.images.add(files);
  }
});

// A file dropped beside the target must not replace the page.
for (const kind of ['dragover', 'drop']) {
  addEventListener(kind, (event) => event.preventDefault());
}

document.addEventListener('keydown', (event) => views[current].key?.(event));
document.addEventListener('click', ({ target }) => {
  if (!at('choice').contains(target)) {
    at('choice').open = false;
  }
});
at('choice').addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && at('choice').open) {
    event.stopPropagation();
    at('choice').open = false;
    at('choice').querySelector('summary').focus();
  }
});

// Theme: as the system has it, or one or the other.
const THEMES = { system: 'Auto', light: 'Light', dark: 'Dark' };
let theme = 'system';
try {
  theme = localStorage.getItem('longhand.theme') ?? theme;
} catch {
  // The system's, then.
}

function showTheme() {
  document.documentElement.dataset.theme = theme;
  at('theme').replaceChildren(element('span', { className: `theme-mark ${theme}`, 'aria-hidden': 'true' }), THEMES[theme]);
  at('theme').setAttribute('aria-label', `Colours: ${THEMES[theme]}. Change`);
  for (const view of Object.values(views)) {
    view.repaint?.();
  }
}

at('theme').addEventListener('click', () => {
  const names = Object.keys(THEMES);
  theme = names[(names.indexOf(theme) + 1) % names.length];
  try {
    localStorage.setItem('longhand.theme', theme);
  } catch {
    // It then holds for this visit.
  }
  showTheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showTheme);

// The key, where the server asks for one.
function showKey(open) {
  at('key').hidden = !open;
  at('key-toggle').setAttribute('aria-expanded', String(open));
  at('key-field').value = key.get();
  if (open) {
    at('key-field').focus();
  }
}

at('key-toggle').addEventListener('click', () => showKey(at('key').hidden));
at('key').addEventListener('submit', (event) => {
  event.preventDefault();
  key.set(at('key-field').value.trim());
  showKey(false);
  at('key-toggle').focus();
  clear();
  start();
});
document.addEventListener('longhand-settings', () => {
  at('key-toggle').hidden = !options.settings.apiKey;
  if (options.settings.apiKey && !key.get()) {
    say('options', 'error', 'This server asks for an API key. Enter it above.');
    showKey(true);
  }
});
document.addEventListener('longhand-key', () => {
  at('key-toggle').hidden = false;
  showKey(true);
});

function start() {
  options.load(() => Object.values(views).forEach((view) => view.changed?.()));
}

showTheme();
route();
start();
