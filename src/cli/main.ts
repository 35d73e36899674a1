#!/usr/bin/env node
/** The `zoobreak` command. */
import { call, failed } from './call.ts';
import { flushed, processTerminal } from './terminal.ts';

const terminal = processTerminal();
/** Node's own code for what nobody caught is 1, which here means invalid. */
process.on('uncaughtException', error => process.exit(failed(error, terminal)));
const code = await call(process.argv.slice(2), terminal);
await flushed();
process.exit(code);
