import '../plain-schemas.js';
import { LiveWorker } from './live-worker.js';
import type { FromWorker, ToWorker } from './protocol.js';

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
};
let worker: LiveWorker | null = null;

scope.onmessage = (event) => {
  const message = event.data;
  if (message.type === 'init') worker = new LiveWorker(message, (answer) => scope.postMessage(answer));
  else worker?.handle(message);
};
