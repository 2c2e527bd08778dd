import { readConfig } from '#kernel/config';
import { giveUp, open } from './open.ts';

try {
  const { runtime, close } = await open(readConfig(process.env), { work: true });
  runtime.log.info('the worker works');
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(0)));
} catch (error) {
  giveUp(error);
}
