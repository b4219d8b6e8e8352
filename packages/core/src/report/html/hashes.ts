// Made by scripts/generate.ts from the style and the script of this folder: the page's policy allows these alone.
export const hashes = {
  stylesheet: 'sha256-qXjDLNSxDLpyWvHUvScYoRK37S/8nHxoxGOj/x2tt14=',
  script: 'sha256-cvDnFZXeVrFV/cfgT8AR19SvYugsyo7gmI0z43REoT8=',
} as const;
