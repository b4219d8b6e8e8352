#!/usr/bin/env node
import nodeModule from 'node:module';
import { runProgram } from '@tenantscope/command';
import { createProgram } from './program.ts';

// Node 22.8 and later keep compiled code between runs; older ones have no such function.
if ('enableCompileCache' in nodeModule) nodeModule.enableCompileCache();

await runProgram(createProgram);
