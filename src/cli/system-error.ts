/**
 * Errors of the operating system that whoever called the command can put right, as errors of ours.
 * @module
 */
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'not-permitted',
  EADDRINUSE: 'address-taken',
  EADDRNOTAVAIL: 'address-taken',
  EEXIST: 'file-exists',
  EAI_AGAIN: 'address-taken',
  EISDIR: 'file-not-found',
  ELOOP: 'file-not-found',
  ENAMETOOLONG: 'file-not-found',
  ENOENT: 'file-not-found',
  ENOTFOUND: 'address-taken',
  ENOTDIR: 'file-not-found',
  EPERM: 'not-permitted',
  EROFS: 'not-permitted',
};

/** The error itself, unless it comes from a system call that the caller can put right. */
export function explainSystemError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InputError || !('syscall' in error && 'code' in error))
    return error;
  const code = CODES[String(error.code)];
  return code === undefined ? error : new InputError(code, error.message, { cause: error });
}
