#!/usr/bin/env node
/** The `zoobreak` command. Node exits with 1 on an uncaught error, which here means invalid. Therefore even
 * load errors are caught, for example when the process may open no more files. */
const CRASH = 255;
try {
  const { command } = await import('./command.ts');
  await command();
} catch (error) {
  process.stderr.write(`zoobreak crashed: ${error instanceof Error ? error.message : error}\n`);
  process.exit(CRASH);
}

export {};
