const AFTER_MS = 2_000;
const BUFFER_BYTES = 64 * 2 ** 20;
const ENOUGH_BYTES = 16 * BUFFER_BYTES;

/**
 * Has the web engine look for garbage a little later. The page of a widget that was put to sleep ends at once, and its
 * memory stays until something allocates (docs/memory.md). No part of these buffers is touched, so they take up none.
 */
export function collectLater(): void {
  setTimeout(() => {
    try {
      let asked = 0;
      while (asked < ENOUGH_BYTES) asked += new ArrayBuffer(BUFFER_BYTES).byteLength;
    } catch {
      // So little address space is left that the engine collects by itself.
    }
  }, AFTER_MS);
}
