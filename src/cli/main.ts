#!/usr/bin/env node
/** The `zoobreak` command. Node's own code for what nobody caught is 1, which here means invalid: also what cannot be
 *  loaded, as where a process may open no more files, is caught. */
const CRASH = 255;
try {
  const { command } = await import('./command.ts');
  await command();
} catch (error) {
  process.stderr.write(`zoobreak crashed: ${error instanceof Error ? error.message : error}\n`);
  process.exit(CRASH);
}

export {};
