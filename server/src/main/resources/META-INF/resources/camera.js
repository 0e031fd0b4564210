/** Camera: hold a word into the frame, and see what it says. */

import { Stream } from './api.js';
import { at, element } from './dom.js';
import * as options from './options.js';
import { ReadingPanel } from './reading.js';
import { clear, say, sayProblem } from './status.js';

/** The least and the most between frames, in milliseconds: an answer in between lets the next one go. */
const SOONEST = 150;
const LATEST = 500;

/** No frame is sent wider than this. */
const WIDEST = 800;

const TROUBLES = {
  NotAllowedError: 'The browser was not allowed to use the camera. Allow it in the address bar or the system’s settings, and start again.',
  NotFoundError: 'No camera was found. Connect one and start again, or use Images.',
  NotReadableError: 'The camera is there but gives no picture; another program may be using it. Close that and start again.',
};

export class CameraView {
  #media = null;
  #stream;
  #panel;
  #timer = 0;
  #sent = 0;
  #frame = null;
  #frozen = false;
  #canvas = document.createElement('canvas');

  constructor() {
    this.#panel = new ReadingPanel(at('camera-reading'), 'What is in the frame is read here.', () =>
      this.#frame && { image: this.#frame });
    this.#stream = new Stream({
      parameters: () => options.parameters(),
      onAnswer: (recognition) => this.#answered(recognition),
      onProblem: (problem) => this.#refused(problem),
    });
    at('camera-start').addEventListener('click', () => this.#start());
    at('camera-stop').addEventListener('click', () => this.#stop());
    at('freeze').addEventListener('click', () => this.#freeze(!this.#frozen));
    at('camera-choice').addEventListener('change', () => this.#start());
  }

  leave() {
    this.#stop();
  }

  changed() {
    at('guide').classList.toggle('one', options.kind() === 'character');
    at('camera-message').textContent = `Hold a handwritten ${options.kind()} before the camera`;
    this.#stream.close();
    if (this.#frozen) {
      this.#send();
    }
  }

  key(event) {
    if (event.key === 'Escape' && this.#frozen) {
      this.#freeze(false);
    }
  }

  async #start() {
    const deviceId = at('camera-choice').value;
    this.#stop();
    if (!navigator.mediaDevices?.getUserMedia) {
      say('camera', 'error', 'Browsers lend the camera only to pages served by HTTPS or from localhost. Open this one so, or use Images.');
      return;
    }
    at('camera-start').disabled = true;
    try {
      this.#media = await navigator.mediaDevices.getUserMedia({
        video: { width: { ideal: 1280 }, ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'environment' }) },
      });
      at('video').srcObject = this.#media;
      await at('video').play();
    } catch (failure) {
      this.#stop();
      say('camera', 'error', TROUBLES[failure.name] ?? `The camera did not start: ${failure.message}`);
      return;
    } finally {
      at('camera-start').disabled = false;
    }
    clear('camera');
    this.#media.getVideoTracks()[0].addEventListener('ended', () => {
      this.#stop();
      say('camera', 'error', 'The camera went away. Connect it and start again.');
    });
    this.#running(true);
    at('freeze').focus({ preventScroll: true });
    this.#send();
    this.#listCameras();
  }

  async #listCameras() {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput');
    const used = this.#media?.getVideoTracks()[0]?.getSettings().deviceId;
    at('camera-choice').replaceChildren(...cameras.map(({ deviceId, label }, i) =>
      element('option', { value: deviceId, selected: deviceId === used }, label || `Camera ${i + 1}`)));
    at('camera-label').hidden = cameras.length < 2;
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#stream.close();
    this.#media?.getTracks().forEach((track) => track.stop());
    at('video').srcObject = this.#media = this.#frame = null;
    this.#showFrozen(false);
    this.#running(false);
    this.#panel.clear();
    clear('camera');
  }

  #running(runs) {
    at('camera-invitation').hidden = runs;
    at('guide').hidden = !runs;
    at('scene').classList.toggle('runs', runs);
    at('freeze').disabled = at('camera-stop').disabled = !runs;
  }

  /** Stops the picture, and reads just that one; or lets it go on. */
  #freeze(freeze) {
    this.#showFrozen(freeze);
    if (freeze) {
      at('video').pause();
    } else {
      at('video').play();
    }
    this.#send();
  }

  #showFrozen(frozen) {
    this.#frozen = frozen;
    at('freeze').textContent = frozen ? 'Go on' : 'Freeze';
    at('freeze').setAttribute('aria-pressed', String(frozen));
    at('scene').classList.toggle('frozen', frozen);
  }

  #send() {
    clearTimeout(this.#timer);
    if (!this.#media) {
      return;
    }
    this.#frame = this.#cropped() ?? this.#frame;
    if (this.#frame) {
      this.#sent = performance.now();
      this.#stream.send({ image: this.#frame });
    }
    if (!this.#frozen) {
      this.#timer = setTimeout(() => this.#send(), LATEST);
    }
  }

  /** The next frame as soon as the last was answered, but not sooner than is of use. */
  #next() {
    if (this.#media && !this.#frozen) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#send(), Math.max(0, this.#sent + SOONEST - performance.now()));
    }
  }

  #answered(recognition) {
    clear('camera');
    this.#panel.show(recognition);
    this.#next();
  }

  #refused(problem) {
    if (['no-ink', 'too-wide'].includes(problem.type)) {
      clear('camera');
      this.#panel.clear('No writing in the frame.');
      this.#next();
    } else {
      sayProblem('camera', problem);
      // The next frame goes after LATEST, which a busy server needs.
    }
  }

  /** What is inside the guide, as JPEG in base64; null while there is no picture yet. */
  #cropped() {
    const video = at('video');
    const { videoWidth: width, videoHeight: height } = video;
    if (!width || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      return null;
    }
    const seen = video.getBoundingClientRect();
    const guide = at('guide').getBoundingClientRect();
    // The video covers its box: scaled alike in both directions, and cut where it sticks out.
    const scale = Math.max(seen.width / width, seen.height / height);
    const left = (guide.left - seen.left - (seen.width - width * scale) / 2) / scale;
    const top = (guide.top - seen.top - (seen.height - height * scale) / 2) / scale;
    const [cropWidth, cropHeight] = [guide.width / scale, guide.height / scale];
    const shrink = Math.min(1, WIDEST / cropWidth);
    this.#canvas.width = Math.max(1, Math.round(cropWidth * shrink));
    this.#canvas.height = Math.max(1, Math.round(cropHeight * shrink));
    const context = this.#canvas.getContext('2d');
    context.drawImage(video, left, top, cropWidth, cropHeight, 0, 0, this.#canvas.width, this.#canvas.height);
    return this.#canvas.toDataURL('image/jpeg', 0.85).split(',')[1];
  }
}
