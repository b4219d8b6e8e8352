// In JavaScript, because TypeScript has no way to give one name the types of a namespace and a value that is set at run time.
export let ts;

export const useCompiler = (compiler) => {
  ts = compiler;
};
