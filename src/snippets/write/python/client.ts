// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ILibrary, IParts, ISnippetSubject } from '../types';

/**
 * The expression that makes a client of the store, and what it imports.
 */
export interface IClientCall {
  readonly expression: string;
  readonly imports: readonly string[];
}

/**
 * Writes the expression of a client.
 *
 * @param isAnonymous - Whether it reads something public, without keys.
 */
type ClientWriter = (
  subject: ISnippetSubject,
  isAnonymous: boolean
) => IClientCall;

/**
 * Writes an operation.
 *
 * @param s3 - The variable of the client.
 */
type OperationWriter = (
  subject: ISnippetSubject,
  s3: string
) => Omit<IParts, 'setup'>;

/**
 * The code of a library in which everything is done through a client, which the
 * set-up assigns to a variable.
 */
export function throughClient(
  writeClient: ClientWriter,
  operations: {
    readonly [operation in ISnippetSubject['operation']]: OperationWriter;
  }
): ILibrary['write'] {
  return subject => {
    const isAnonymous = subject.publicUrl !== null;
    const client = writeClient(subject, isAnonymous);
    const { name, statement } = subject.names.settled(
      isAnonymous ? 'public_s3' : 's3',
      each => `${each} = ${client.expression}`
    );
    const parts = operations[subject.operation](subject, name);
    return {
      ...parts,
      imports: [...client.imports, ...parts.imports],
      setup: [statement]
    };
  };
}
