import { errorTexts } from '../messages/errors';
import type { AppError, Code } from './model';

function isCode(value: unknown): value is Code {
  return typeof value === 'string' && Object.hasOwn(errorTexts, value);
}

/** Makes an error of this app's own. */
export function appError(code: Code, detail: string | null = null): AppError {
  return { code, retryable: false, retry_after_ms: null, detail };
}

/** Turns whatever a call rejected with into an error that has a text. */
export function asAppError(reason: unknown): AppError {
  if (typeof reason === 'object' && reason !== null && 'code' in reason && isCode(reason.code)) {
    const retryable = 'retryable' in reason && reason.retryable === true;
    const after =
      'retry_after_ms' in reason && typeof reason.retry_after_ms === 'number' ? reason.retry_after_ms : null;
    const detail = 'detail' in reason && typeof reason.detail === 'string' ? reason.detail : null;
    return { code: reason.code, retryable, retry_after_ms: after, detail };
  }
  // Tauri itself rejects with a bare string, for example when a command is not allowed.
  if (typeof reason === 'string') return appError('internal', reason.slice(0, 300));
  return appError('internal', reason instanceof Error ? reason.message.slice(0, 300) : null);
}
