import { tick } from 'svelte';
import type { Focusable } from './handles';

/** Brings the person to the field that an error is about, once the error is in the page. */
export async function focusField(field: Focusable | undefined): Promise<void> {
  await tick();
  field?.focus();
}
