/** The body of a search thread: a part comes in, what it shows goes out. */
import { parentPort } from 'node:worker_threads';
import { type Part, searchPart } from './cycle/part.ts';

parentPort?.on('message', (part: Part) => parentPort?.postMessage(searchPart(part)));
