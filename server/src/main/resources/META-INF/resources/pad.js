/** A sheet to write on: pen strokes on a canvas, from mouse, finger, pen or keyboard. */

import { sleep } from './api.js';
import { reducedMotion } from './dom.js';

/** Points nearer to each other than this, in CSS pixels, say nothing more about the stroke. */
const FINEST = 0.7;

export class Pad {
  /** Each stroke is {points: [x, y, x, y, …], path}, in CSS pixels of the canvas. */
  #strokes = [];
  #cleared = null;
  #pointer = null;
  #drawing = null;
  #canvas;
  #context;
  #onChange;
  #frame = 0;
  #size = { width: 0, height: 0 };
  #cursor = null;
  #replay = 0;

  /** `onChange(finished)` hears of every change; `finished` is false while a stroke grows. */
  constructor(canvas, onChange) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#onChange = onChange;
    canvas.addEventListener('pointerdown', (event) => this.#down(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#up(event));
    canvas.addEventListener('pointercancel', (event) => this.#up(event));
    canvas.addEventListener('keydown', (event) => this.#key(event));
    canvas.addEventListener('blur', () => this.#leave());
    new ResizeObserver(() => this.#fit()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.repaint());
  }

  /** The strokes as the server takes them. */
  get ink() {
    return this.#strokes.map(({ points }) => points.map((value) => Math.round(value * 10) / 10));
  }

  get empty() {
    return this.#strokes.length === 0;
  }

  get points() {
    return this.#strokes.reduce((sum, { points }) => sum + points.length / 2, 0);
  }

  get undoable() {
    return !this.empty || this.#cleared !== null;
  }

  /** The box around the ink, {left, top, width, height}. */
  get box() {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { points } of this.#strokes) {
      for (let i = 0; i < points.length; i += 2) {
        left = Math.min(left, points[i]);
        right = Math.max(right, points[i]);
        top = Math.min(top, points[i + 1]);
        bottom = Math.max(bottom, points[i + 1]);
      }
    }
    return { left, top, width: right - left, height: bottom - top };
  }

  /** Takes back the last stroke, or the last clearing. */
  undo() {
    this.#replay++;
    if (this.empty && this.#cleared) {
      this.#strokes = this.#cleared;
      this.#cleared = null;
    } else {
      this.#strokes.pop();
    }
    this.#drawing = null;
    this.#changed(true);
  }

  clear() {
    this.#replay++;
    if (!this.empty) {
      this.#cleared = this.#strokes;
      this.#strokes = [];
      this.#drawing = null;
      this.#changed(true);
    }
  }

  /** Writes these strokes, as large as fits, point by point unless motion is unwanted. */
  async write(strokes) {
    this.clear();
    const replay = this.#replay;
    const xs = strokes.flatMap((stroke) => stroke.filter((_, i) => i % 2 === 0));
    const ys = strokes.flatMap((stroke) => stroke.filter((_, i) => i % 2 === 1));
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
    const scale = Math.min((0.8 * this.#size.width) / width, (0.62 * this.#size.height) / height);
    const x0 = (this.#size.width - scale * width) / 2;
    const y0 = (this.#size.height - scale * height) / 2;
    for (const stroke of strokes) {
      const at = (i) => [x0 + scale * (stroke[i] - left), y0 + scale * (stroke[i + 1] - top)];
      this.#begin(...at(0));
      for (let i = 2; i < stroke.length; i += 2) {
        this.#extend(...at(i));
        if (i % 4 === 0 && !reducedMotion()) {
          this.#changed(false);
          await sleep(25);
          if (replay !== this.#replay) {
            return;
          }
        }
      }
      this.#end();
    }
  }

  repaint() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #begin(x, y) {
    const path = new Path2D();
    path.moveTo(x, y);
    this.#drawing = { points: [x, y], path };
    this.#strokes.push(this.#drawing);
    this.#cleared = null;
  }

  #extend(x, y) {
    const { points, path } = this.#drawing;
    const [lastX, lastY] = points.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) < FINEST) {
      return;
    }
    // Through the middles between points, bent by the points: smooth, and never redrawn.
    path.quadraticCurveTo(lastX, lastY, (lastX + x) / 2, (lastY + y) / 2);
    points.push(x, y);
  }

  #end() {
    const { points, path } = this.#drawing;
    path.lineTo(...points.slice(-2));
    this.#drawing = null;
    this.#changed(true);
  }

  #down(event) {
    const takesOver = event.pointerType === 'pen' && this.#pointer?.type === 'touch';
    if (event.button !== 0 || (this.#pointer && !takesOver)) {
      return;
    }
    if (takesOver) {
      // The palm came before the pen.
      this.#strokes.pop();
    }
    this.#replay++;
    this.#leave();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = { id: event.pointerId, type: event.pointerType };
    this.#begin(...this.#place(event));
    this.#changed(false);
  }

  #move(event) {
    if (event.pointerId !== this.#pointer?.id || !this.#drawing) {
      return;
    }
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) {
      this.#extend(...this.#place(each));
    }
    this.#changed(false);
  }

  #up(event) {
    if (event.pointerId !== this.#pointer?.id) {
      return;
    }
    this.#pointer = null;
    if (this.#drawing) {
      this.#end();
    }
  }

  #place(event) {
    const box = this.#canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** Arrows move a pen across the sheet, Space puts it down and lifts it. */
  #key(event) {
    const step = event.shiftKey ? 24 : 6;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    const space = event.key === ' ';
    if (event.ctrlKey || event.metaKey || event.altKey || (!space && !dx && !dy) || this.#pointer) {
      return;
    }
    event.preventDefault();
    this.#replay++;
    this.#cursor ??= { x: this.#size.width / 4, y: this.#size.height / 2 };
    this.#cursor.x = Math.max(4, Math.min(this.#size.width - 4, this.#cursor.x + dx * step));
    this.#cursor.y = Math.max(4, Math.min(this.#size.height - 4, this.#cursor.y + dy * step));
    if (space && this.#drawing) {
      this.#end();
    } else if (space) {
      this.#begin(this.#cursor.x, this.#cursor.y);
      this.#changed(false);
    } else if (this.#drawing) {
      this.#extend(this.#cursor.x, this.#cursor.y);
      this.#changed(false);
    } else {
      this.repaint();
    }
  }

  #leave() {
    if (this.#cursor) {
      this.#cursor = null;
      if (this.#drawing) {
        this.#end();
      }
      this.repaint();
    }
  }

  #changed(finished) {
    this.repaint();
    this.#onChange(finished);
  }

  /** Makes the canvas as sharp as the screen; what was written shrinks or grows with the sheet. */
  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!width || !height) {
      return;
    }
    const scale = devicePixelRatio || 1;
    const old = this.#size;
    this.#size = { width, height };
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    if (old.width && !this.empty && (old.width !== width || old.height !== height)) {
      const by = Math.min(width / old.width, height / old.height);
      this.#strokes = this.#strokes.map(({ points }) => strokeOf(points.map((value) => value * by)));
      this.#onChange(true);
    }
    this.#paint();
  }

  #paint() {
    this.#frame = 0;
    const context = this.#context;
    const scale = this.#canvas.width / (this.#size.width || 1);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    context.strokeStyle = context.fillStyle = getComputedStyle(this.#canvas).color;
    context.lineWidth = Math.max(2.5, this.#size.height / 90);
    context.lineCap = context.lineJoin = 'round';
    for (const { points, path } of this.#strokes) {
      if (points.length === 2) {
        context.beginPath();
        context.arc(points[0], points[1], context.lineWidth * 0.7, 0, 7);
        context.fill();
      } else {
        context.stroke(path);
      }
    }
    if (this.#drawing?.points.length > 2) {
      // The last half step, which the path gets when the next point is known.
      const [x1, y1, x2, y2] = this.#drawing.points.slice(-4);
      context.beginPath();
      context.moveTo((x1 + x2) / 2, (y1 + y2) / 2);
      context.lineTo(x2, y2);
      context.stroke();
    }
    if (this.#cursor) {
      const { x, y } = this.#cursor;
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(x, y, this.#drawing ? 4 : 9, 0, 7);
      context.moveTo(x - 14, y);
      context.lineTo(x + 14, y);
      context.moveTo(x, y - 14);
      context.lineTo(x, y + 14);
      context.stroke();
    }
  }
}

function strokeOf(points) {
  const path = new Path2D();
  path.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 2) {
    path.quadraticCurveTo(points[i - 2], points[i - 1], (points[i - 2] + points[i]) / 2, (points[i - 1] + points[i + 1]) / 2);
  }
  path.lineTo(...points.slice(-2));
  return { points, path };
}
