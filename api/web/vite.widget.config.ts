import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The widget for shops' pages: one classic script that loads nothing else of its own. */
export default defineConfig({
  build: {
    target: 'es2022',
    emptyOutDir: false,
    copyPublicDir: false,
    lib: {
      entry: resolve(import.meta.dirname, 'src/widget/main.ts'),
      formats: ['iife'],
      name: 'CommonwheelWidget',
      fileName: () => 'widget.js',
    },
  },
});
