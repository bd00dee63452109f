// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about what other extensions get, and tags are alike.

import { PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import type { JupyterLab } from '@jupyterlab/application';
import { ContentsManager, NbConvertManager } from '@jupyterlab/services';
import { Widget } from '@lumino/widgets';

import example from '../../../examples/object-tags/src/index';
import { fakeManager } from '../../browser/__tests__/fakes';
import { answer } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { PANEL_ID } from '../../names';
import { IS3Panel, IS3Sharing, IS3Snippets } from '../../tokens';
import { startLab } from './application';

const COMMAND = 's3-object-tags:show';

describe('the example of another extension', () => {
  let d: IDriveFixture;
  let app: JupyterLab;
  let panel: IS3Panel;

  useDrive({}, async made => {
    d = made;
    const { serverSettings } = d.fixture;
    const contents = new ContentsManager({ serverSettings });
    ({ app } = await startLab({
      services: {
        contents,
        nbconvert: new NbConvertManager({ serverSettings }),
        serverSettings
      },
      manager: fakeManager(contents),
      others: [example]
    }));
    panel = await app.resolveRequiredService(IS3Panel);
    await d.put('in/a.csv', 'a,b\n1,2\n');
    await d.fixture.foreign.send(
      new PutObjectTaggingCommand({
        Bucket: d.bucket,
        Key: 'in/a.csv',
        Tagging: { TagSet: [{ Key: 'source', Value: 'INSEE' }] }
      })
    );
    await d.put('in/b.csv', 'a,b\n1,2\n');
  });

  const choose = async (name: string) => {
    const browser = await panel.ready();
    browser.clearSelectedItems();
    await browser.selectItemByName(name);
  };

  it('cannot be called before the panel shows a file', async () => {
    expect(panel.folder).toBeNull();
    expect(panel.selected()).toEqual([]);
    expect(app.commands.isEnabled(COMMAND)).toBe(false);
  });

  it('shows the tags of the selected file', async () => {
    Widget.attach(app.shell, document.body);
    app.shell.activateById(PANEL_ID);
    const browser = await panel.ready();
    await browser.model.cd(`/${d.bucket}/in`);
    expect(panel.folder).toBe(`s3:${d.bucket}/in`);
    await choose('a.csv');
    expect(app.commands.isEnabled(COMMAND)).toBe(true);
    const tagged = app.commands.execute(COMMAND);
    expect(await answer('Ok')).toContain('source = INSEE');
    await tagged;
    await choose('b.csv');
    const plain = app.commands.execute(COMMAND);
    expect(await answer('Ok')).toContain('This object has no tags.');
    await plain;
  });

  it('says why they cannot be read', async () => {
    await choose('b.csv');
    await d.drop('in/b.csv');
    const failing = app.commands.execute(COMMAND);
    expect(await answer('Close')).toContain('in/b.csv is not there');
    await failing;
  });

  it('is in the menu of files, and of nothing else', async () => {
    const browser = await panel.ready();
    // The side areas are in the page once a layout is restored.
    const { node } = browser.parent!;
    node.addEventListener('contextmenu', event => app.contextMenu.open(event));
    await choose('a.csv');
    const offers = (kind: string) => {
      const row = document.createElement('li');
      row.className = 'jp-DirListing-item';
      row.dataset.s3Kind = kind;
      browser.node.append(row);
      row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }));
      const items = app.contextMenu.menu.items.map(({ command }) => command);
      app.contextMenu.menu.close();
      return items.includes(COMMAND);
    };
    expect(['file', 'folder', 'bucket'].map(offers)).toEqual([
      true,
      false,
      false
    ]);
  });

  it('could use sharing and snippets the same way', async () => {
    const path = `s3:${d.bucket}/in/a.csv`;
    const sharing = await app.resolveRequiredService(IS3Sharing);
    const { expiresAt, url } = await sharing.link(path, 60);
    expect(await (await fetch(url)).text()).toBe('a,b\n1,2\n');
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
    await expect(sharing.publicUrl(path)).rejects.toMatchObject({
      response: { status: 409 }
    });
    const snippets = await app.resolveRequiredService(IS3Snippets);
    expect(await snippets.text(path)).toMatch(/^import pandas as pd$/m);
    const wish = { language: 'shell', library: 'aws' };
    expect(await snippets.text(path, wish)).toMatch(/^aws s3 cp/m);
    await expect(snippets.text(`${path}.gone`)).rejects.toMatchObject({
      response: { status: 404 }
    });
  });
});
