/** Text on its own tint has a contrast of at least 4.5 : 1, in light and in dark; fills are for bars and edges only. */
export const colours = `:root{color-scheme:light dark;
--ground:#f8f8f6;--paper:#fff;--well:#f3f4f2;--ink:#1b1f24;--soft:#5a6370;--rule:#e4e5e1;--edge:#c3c7cb;--link:#0b5c8a;
--scoped:#176b43;--scoped-tint:#e4f3ea;--scoped-fill:#3f9c6c;
--suppressed:#4d5866;--suppressed-tint:#eceef0;--suppressed-fill:#a4adb7;
--unproven:#7d5200;--unproven-tint:#fdf1d8;--unproven-fill:#e0a32e;
--unscoped:#a8231c;--unscoped-tint:#fce9e7;--unscoped-fill:#cf4038}
@media (prefers-color-scheme:dark){:root{
--ground:#101316;--paper:#171b1f;--well:#1e2328;--ink:#e5e8eb;--soft:#9da7b2;--rule:#272d33;--edge:#434b54;--link:#79c0ee;
--scoped:#74d1a0;--scoped-tint:#15301f;--scoped-fill:#3f9c6c;
--suppressed:#aab4bf;--suppressed-tint:#252b31;--suppressed-fill:#667180;
--unproven:#eebb56;--unproven-tint:#33270d;--unproven-fill:#c98f22;
--unscoped:#ff9c93;--unscoped-tint:#3b1b19;--unscoped-fill:#d9534a}}`;
