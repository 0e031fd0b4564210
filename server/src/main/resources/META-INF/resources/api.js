/** Talks to the server: requests with problems and retries, and the stream of readings. */

const KEY = 'longhand.key';

/** What went wrong, as the server's problem document says it (RFC 9457). */
export class Problem extends Error {
  constructor({ type = '', title = 'Something went wrong', status = 0, detail = '' }, retryAfter) {
    super(detail || title);
    this.type = type.replace('urn:longhand:problem:', '');
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Worth trying again in a while. */
  get busy() {
    return this.status === 503 || this.status === 429;
  }
}

export const key = {
  get: () => sessionStorage.getItem(KEY) ?? '',
  set: (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY)),
};

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** The query of `parameters`, without those that are empty. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return given.length ? '?' + new URLSearchParams(given) : '';
}

/**
 * The JSON answer to a request. A busy server is asked again after what it says in Retry-After, at most
 * `tries` times in all; `onBusy` hears of each wait, in seconds. Throws a Problem.
 */
export async function request(path, { json, body, headers = {}, tries = 4, onBusy, ...rest } = {}) {
  const all = { Accept: 'application/json', ...headers };
  if (json !== undefined) {
    all['Content-Type'] = 'application/json';
    body = JSON.stringify(json);
  }
  if (key.get()) {
    all['X-Api-Key'] = key.get();
  }
  if (body !== undefined) {
    rest.method ??= 'POST';
  }
  for (let attempt = 1; ; attempt++) {
    let response;
    try {
      response = await fetch(path, { ...rest, body, headers: all });
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      throw new Problem({
        type: 'unreachable',
        detail: 'The server cannot be reached. Check that it runs and that you are connected.',
      });
    }
    if (response.ok) {
      return response.json();
    }
    const problem = await problemOf(response);
    if (!problem.busy || attempt >= tries) {
      throw problem;
    }
    onBusy?.(problem.retryAfter);
    await sleep(problem.retryAfter * 1000);
  }
}

async function problemOf(response) {
  let said = {};
  try {
    said = await response.json();
  } catch {
    // Not the server's own words, perhaps a proxy's: the status must do.
  }
  const detail = said.detail || said.title || `The server answered ${response.status} ${response.statusText}.`;
  return new Problem({ ...said, status: response.status, detail }, secondsToWait(response.headers.get('Retry-After')));
}

/** Retry-After is a number of seconds or a date. */
function secondsToWait(header) {
  const seconds = Number(header ?? NaN);
  const wait = Number.isFinite(seconds) ? seconds : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.min(30, Math.max(0.2, wait)) : 1;
}

/** How long an open socket may owe an answer before another is tried, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Readings of something that keeps changing: by WebSocket, and by POST as long as there is none.
 *
 * Only the newest message counts: one that waits is replaced, and an answer to an older one than was last
 * answered is dropped. The socket is opened when there is something to send; when it cannot be had it is
 * tried again after 1, 2, 4 … 30 s. What the server was too busy for is sent again, unless it is outdated.
 */
export class Stream {
  #parameters;
  #onAnswer;
  #onProblem;
  #socket = null;
  #failures = 0;
  #closedUntil = 0;
  #newest = { id: 0, content: null };
  #unsent = false;
  #answered = 0;
  #posting = false;
  #again = 0;
  #watch = 0;

  /** `parameters()` gives the query; `onAnswer(recognition)` and `onProblem(problem)` hear the answers. */
  constructor({ parameters, onAnswer, onProblem }) {
    this.#parameters = parameters;
    this.#onAnswer = onAnswer;
    this.#onProblem = onProblem;
  }

  /** Whether every message has been answered, by an answer or a problem. */
  get idle() {
    return this.#answered >= this.#newest.id;
  }

  /** Sends `{strokes}` or `{image}` in place of what still waits. */
  send(content) {
    clearTimeout(this.#again);
    this.#newest = { id: this.#newest.id + 1, content };
    this.#unsent = true;
    this.#flush();
  }

  /** Answers still under way will not be heard. */
  forget() {
    clearTimeout(this.#again);
    this.#unsent = false;
    this.#answered = this.#newest.id;
  }

  /** Lets the socket go; the next message opens another, with the parameters of then. */
  close() {
    this.forget();
    this.#drop();
    this.#failures = 0;
    this.#closedUntil = 0;
  }

  #drop() {
    clearTimeout(this.#watch);
    this.#watch = 0;
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onmessage = socket.onclose = null;
      socket.onopen = () => socket.close();
      if (socket.readyState === WebSocket.OPEN) {
        socket.close();
      }
    }
  }

  #flush() {
    if (!this.#unsent) {
      return;
    }
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#unsent = false;
      this.#socket.send(JSON.stringify({ id: this.#newest.id, ...this.#newest.content }));
      this.#watch ||= setTimeout(() => {
        this.#drop();
        this.#unsent = !this.idle;
        this.#flush();
      }, PATIENCE);
    } else if (!this.#socket && performance.now() >= this.#closedUntil) {
      this.#open();
    } else if (!this.#socket && !this.#posting) {
      this.#post();
    }
    // Otherwise what opens or answers next comes back here.
  }

  #open() {
    const address = new URL('/v1/stream' + query({ ...this.#parameters(), key: key.get() }), location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    let opened = false;
    const socket = new WebSocket(address);
    const slow = setTimeout(() => socket.close(), 4000);
    this.#socket = socket;
    socket.onopen = () => {
      clearTimeout(slow);
      opened = true;
      this.#failures = 0;
      this.#flush();
    };
    socket.onmessage = ({ data }) => {
      clearTimeout(this.#watch);
      this.#watch = 0;
      const { id, problem, ...recognition } = JSON.parse(data);
      if (id == null) {
        // The stream is refused as such; a request may still pass, or will say what is wrong.
        opened = false;
        return;
      }
      this.#heard(id, problem && new Problem(problem, problem.retryAfter ?? 1), recognition);
    };
    socket.onclose = () => {
      clearTimeout(slow);
      this.#drop();
      if (!opened) {
        this.#closedUntil = performance.now() + Math.min(30, 2 ** this.#failures++) * 1000;
      }
      this.#unsent = !this.idle;
      this.#flush();
    };
  }

  /** One request at a time; once it is answered, the newest message that came meanwhile is next. */
  async #post() {
    this.#posting = true;
    this.#unsent = false;
    const { id, content } = this.#newest;
    try {
      const json = content;
      this.#heard(id, null, await request('/v1/recognitions' + query(this.#parameters()), { json, tries: 1 }));
    } catch (problem) {
      this.#heard(id, problem);
    }
    this.#posting = false;
    this.#flush();
  }

  #heard(id, problem, recognition) {
    if (id <= this.#answered) {
      return;
    }
    this.#answered = id;
    if (!problem) {
      this.#onAnswer(recognition);
      return;
    }
    this.#onProblem(problem);
    if ((problem.busy || problem.type === 'unreachable') && id === this.#newest.id) {
      this.#again = setTimeout(() => this.send(this.#newest.content), (problem.retryAfter ?? 3) * 1000);
    }
  }
}
