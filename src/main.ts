#!/usr/bin/env node
import { runProcess } from './app/run-process.ts';

await runProcess();
