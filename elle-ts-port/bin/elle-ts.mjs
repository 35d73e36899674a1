#!/usr/bin/env node
/** The command, at a path that is there before anything is built. */
import '../dist/cli/main.js';
