// Run as a program: unpacks Chromium into the directory for temporary files and prints where it is.
import chromium from '@sparticuz/chromium';

chromium.setGraphicsMode = false;
process.stdout.write(await chromium.executablePath());
