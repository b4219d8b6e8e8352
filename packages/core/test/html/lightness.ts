import type { Page } from 'playwright-core';

/** How light the pixels of a picture are: 0 is black, 1 is white. */
export interface Lightness {
  readonly mean: number;
  readonly darkest: number;
  readonly brightest: number;
}

const measure = (png: string): string => `(async () => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob('${png}'), (c) => c.charCodeAt(0))], { type: 'image/png' }));
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let sum = 0, darkest = 1, brightest = 0;
  for (let i = 0; i < data.length; i += 4) {
    const light = (data[i] * 0.2126 + data[i + 1] * 0.7152 + data[i + 2] * 0.0722) / 255;
    sum += light;
    darkest = Math.min(darkest, light);
    brightest = Math.max(brightest, light);
  }
  return { mean: sum / (data.length / 4), darkest, brightest };
})()`;

/** Measured in a page of the browser, which can read the pictures it takes. */
export const lightOf = (png: Buffer, page: Page): Promise<Lightness> => page.evaluate<Lightness>(measure(png.toString('base64')));
