/**
 * The TypeScript compiler whose nodes are being read. Each compiler numbers its kinds of nodes by itself, so nodes of a program are
 * asked about with the compiler that made it: ESLint's parser has the one of its project, `check` the one that ts-morph carries.
 */
export { ts } from 'ts-morph';

/** Sets the compiler for what runs from here to the end of a synchronous piece of work. */
export declare const useCompiler: (compiler: unknown) => void;
