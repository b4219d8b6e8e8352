// Made by scripts/generate.ts from the style and the script of this folder: the page's policy allows these alone.
export const hashes = {
  stylesheet: 'sha256-yb1pAY2Uz1Tv3F0woInO6nczksleGWNeJazgJNBZ45s=',
  script: 'sha256-fQwqOtPrNQbN5RKBymnTELoSvCzOynADCn36EMTKENU=',
} as const;
