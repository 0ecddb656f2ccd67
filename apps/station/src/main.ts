import { EXIT } from './cli/exit.js';
import { main } from './cli/main.js';

// A reader that goes away (`haustra … | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
});
process.exitCode = await main(process.argv.slice(2));
