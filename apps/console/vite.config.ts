import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The station serves `dist/` at its own address; while developing, Vite passes calls on to a station on port 4173. */
export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 1000 },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:4173', ws: true } } },
});
