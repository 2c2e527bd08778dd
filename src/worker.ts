import { readConfig } from '#kernel/config';
import { leavingSignal } from './leaving.ts';
import { giveUp, open } from './open.ts';

const leaving = leavingSignal();
try {
  const { runtime, close } = await open(readConfig(process.env), { work: true, leaving });
  runtime.log.info('the worker works');
  leaving.addEventListener('abort', () => void close().then(() => process.exit(0)));
} catch (error) {
  giveUp(error, leaving);
}
