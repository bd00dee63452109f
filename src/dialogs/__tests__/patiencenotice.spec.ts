// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { showPatience } from '../patiencenotice';

describe('the notice of a store that asks for patience', () => {
  it('stands while it does, once', () => {
    const waiting = new Signal<object, boolean>({});
    showPatience(waiting, nullTranslator.load(''));
    const shown = () =>
      Notification.manager.notifications.map(({ message }) => message);
    expect(shown()).toEqual([]);
    waiting.emit(true);
    expect(shown()).toEqual([expect.stringMatching(/asks for patience/)]);
    waiting.emit(false);
    expect(shown()).toEqual([]);
    waiting.emit(true);
    expect(shown()).toHaveLength(1);
    waiting.emit(false);
  });
});
