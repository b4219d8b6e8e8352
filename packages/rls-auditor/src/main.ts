#!/usr/bin/env node
import { start } from '@tenantscope/command/start';

await start(() => import('./program.ts'));
