import { cutRewrite, last } from '../cut.ts';

/** A function with a branch builds the query. */
export default cutRewrite({ id: 'through-returning-branch', atLeast: 100, at: last, make: (part) => ({ statements: `const made_ = () => { if (metamorphicFlag) { metamorphicWork(); } return ${part}; };`, instead: "made_()" }) });
