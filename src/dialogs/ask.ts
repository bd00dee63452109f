// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog, showDialog } from '@jupyterlab/apputils';

import type { DialogBody } from './body';

/**
 * A button of a question, and what it answers.
 */
export interface IQuestionChoice<A> {
  readonly label: string;
  readonly answer: A;
  /** What it does, for who points at it. */
  readonly caption?: string;
  /** Whether something is lost, or seen by others, by it. */
  readonly isWarning?: boolean;
}

/**
 * A question with named buttons.
 */
export interface IQuestion<A> {
  readonly title: string;
  readonly body: string | DialogBody;
  /**
   * The label of the first button, which does nothing, as Escape does; `null`
   * leaves it out.
   */
  readonly decline: string | null;
  readonly choices: readonly IQuestionChoice<A>[];
  /** The answer whose button has the focus; `null`: the one that declines. */
  readonly preferred: A | null;
  /** A check box: whether the answer is for other questions too. */
  readonly remember?: {
    readonly label: string;
    readonly caption: string;
  } | null;
}

/**
 * The answer to a question; `null`: it was declined.
 */
export interface IQuestionAnswer<A> {
  readonly answer: A | null;
  readonly isRemembered: boolean;
}

/**
 * Ask a question. The button that has the focus is what Enter presses.
 */
export async function askQuestion<A>(
  question: IQuestion<A>
): Promise<IQuestionAnswer<A>> {
  const { body, choices, decline, preferred, remember, title } = question;
  const answers = new Map<Dialog.IButton, A | null>();
  if (decline !== null) {
    answers.set(Dialog.cancelButton({ label: decline }), null);
  }
  for (const { answer, caption, isWarning, label } of choices) {
    const displayType = isWarning ? 'warn' : 'default';
    answers.set(Dialog.okButton({ label, caption, displayType }), answer);
  }
  const result = await showDialog({
    title,
    body,
    buttons: Array.from(answers.keys()),
    checkbox: remember ?? null,
    defaultButton: Array.from(answers.values()).indexOf(preferred)
  });
  return {
    answer: answers.get(result.button) ?? null,
    isRemembered: result.isChecked === true
  };
}

/**
 * Ask whether to do something.
 *
 * @param question - `choices` is its only one.
 */
export async function isAgreed(
  question: Omit<IQuestion<true>, 'choices'> & {
    readonly accept: Omit<IQuestionChoice<true>, 'answer'>;
  }
): Promise<boolean> {
  const { accept, ...rest } = question;
  const choices = [{ ...accept, answer: true as const }];
  return (await askQuestion({ ...rest, choices })).answer === true;
}

/**
 * A form: fields, and a button that takes what is in them.
 */
export interface IForm<T> {
  readonly title: string;
  /** Its first `input` has the focus, and Enter in it accepts. */
  readonly body: DialogBody & Required<Dialog.IBodyWidget<T>>;
  readonly decline: string;
  readonly accept: string;
}

/**
 * Ask for something that is typed or chosen in a form.
 *
 * @returns The value of the form; `null`: it was declined.
 */
export async function askForm<T>(form: IForm<T>): Promise<T | null> {
  const { accept, body, decline, title } = form;
  const { button, value } = await showDialog<T>({
    title,
    body,
    buttons: [
      Dialog.cancelButton({ label: decline }),
      Dialog.okButton({ label: accept })
    ],
    focusNodeSelector: 'input'
  });
  return button.accept ? value : null;
}
