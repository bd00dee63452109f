// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ReactWidget } from '@jupyterlab/apputils';
import { framePromise } from '@jupyterlab/testing';
import { PromiseDelegate } from '@lumino/coreutils';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { Code } from '../codeview';
import type { Highlighter, IToken } from '../highlighting';

class Shown extends ReactWidget {
  text = 'one';

  constructor(private readonly _highlight: Highlighter | null) {
    super();
    Widget.attach(this, document.body);
  }

  /** Show another text. */
  async display(text: string): Promise<void> {
    this.text = text;
    this.update();
    await framePromise();
    await framePromise();
  }

  get colours(): string[] {
    const spans = this.node.querySelectorAll('pre > span');
    return Array.from(spans, ({ className }) => className);
  }

  protected render(): React.ReactElement {
    return (
      <Code
        text={this.text}
        language="python"
        label={this.text}
        highlight={this._highlight}
      />
    );
  }
}

it('code is plain until it has colours, which are never those of another text', async () => {
  const asked: { [text: string]: PromiseDelegate<readonly IToken[]> } = {};
  const shown = new Shown(text => {
    asked[text] = new PromiseDelegate();
    return asked[text].promise;
  });
  const answer = (text: string) =>
    asked[text].resolve([{ text, classes: `tok-${text}` }]);
  await shown.display('one');
  expect(shown.node.textContent).toBe('one');
  expect(shown.colours).toEqual([]);
  await shown.display('two');
  answer('two');
  answer('one');
  await shown.display('two');
  expect(shown.node.textContent).toBe('two');
  expect(shown.colours).toEqual(['tok-two']);
  await shown.display('three');
  expect(shown.node.textContent).toBe('three');
  expect(shown.colours).toEqual([]);
  shown.dispose();
});

it('code stays plain where colours cannot be had', async () => {
  const broken = () => Promise.reject(new Error('no parser'));
  for (const highlight of [broken, null]) {
    const shown = new Shown(highlight);
    await shown.display('x = 1');
    expect(shown.node.textContent).toBe('x = 1');
    expect(shown.colours).toEqual([]);
    shown.dispose();
  }
});
