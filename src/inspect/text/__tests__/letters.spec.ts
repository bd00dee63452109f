// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { encoded, found } from '../../__tests__/samples';

/** Places and people of central Europe, in the letters of one language. */
const CENTRAL = [
  'miasto;n\nŁódź;1\nKraków;2\nGdańsk;3\nCzęstochowa;4\n',
  'nazwisko;n\nWałęsa;1\nMichałek;2\nŚwięcicki;3\nŻółkiewski;4\n',
  'ulica;n\nPiłsudskiego;1\nKościuszki;2\n',
  'město;n\nPlzeň;1\nČeské Budějovice;2\nÚstí nad Labem;3\nPříbram;4\n',
  'název;n\nDvůr Králové;1\nŽďár;2\nTřebíč;3\n',
  'mesto;n\nKošice;1\nŽilina;2\nBanská Bystrica;3\nĽubochňa;4\nTrenčín;5\n',
  'város;n\nGyőr;1\nPécs;2\nSzékesfehérvár;3\nHódmezővásárhely;4\nFűzfő;5\n',
  'oraş;n\nBucureşti;1\nConstanţa;2\nIaşi;3\nTârgu Mureş;4\nBrăila;5\n',
  'grad;n\nPožega;1\nČakovec;2\nĐakovo;3\nŠibenik;4\nPerić;5\n',
  'imię;n\nPaweł;1\nŁukasz;2\nMichał;3\n',
  'kraj;n\nŠkofja Loka;1\nČrnomelj;2\nŽalec;3\nKočevje;4\n'
];

const TURKISH = [
  'şehir;n\nİstanbul;1\nDiyarbakır;2\nMuğla;3\nŞanlıurfa;4\n',
  'il;n\nEskişehir;1\nKırşehir;2\nÇankırı;3\n',
  'ad;n\nAyşe Yılmaz;1\nÖzgür Doğan;2\n'
];

const WESTERN = [
  'commune;n\nÉvry;1\nNîmes;2\nBesançon;3\nHaÿ-les-Roses;4\nŒting;5\n',
  'père;n\nmère;1\nfrère;2\nélève;3\n',
  'Straße;n\nMünchen;1\nKöln;2\nZürich;3\nÄußere Gasse;4\n',
  'ciudad;n\nMálaga;1\nLogroño;2\nCádiz;3\n¿Dónde?;4\n1ª;5\n',
  'cidade;n\nSão Paulo;1\nGoiânia;2\nMaceió;3\nConceição;4\nfunções;5\n',
  'città;n\nForlì;1\nCantù;2\nperò;3\nperché;4\n',
  'vila;n\nValència;1\nLleó;2\nBarça;3\nMataró;4\nPaïsos;5\n',
  'plaats;n\nBelgië;1\ncoördinatie;2\nreünie;3\n',
  'stad;n\nMalmö;1\nÖrebro;2\nVästerås;3\n',
  'by;n\nÅrhus;1\nKøbenhavn;2\nSorø;3\nÆrø;4\n',
  'kaupunki;n\nHämeenlinna;1\nJyväskylä;2\nÅbo;3\n',
  'bær;n\nReykjavík;1\nÍsafjörður;2\nÞórshöfn;3\nSeyðisfjörður;4\n',
  'linn;n\nTõrva;1\nJõhvi;2\nVõru;3\nšokolaad;4\n',
  'price (£m);vol (km³)\n1;2\n£5;3\n',
  'unit;n\nµg;1\nm²;2\n½ l;3\nl’eau à 5 €;4\n',
  'nom;n\nHélène Bjørn;1\nZoé Müller;2\nAndré Muñoz;3\nFrançois;4\n'
];

/** Texts with other bytes in ISO 8859-2 than in cp1250. */
const LATIN2 = CENTRAL.filter(text => /[ąśźšťžľ]/i.test(text));

const cases = (texts: string[], encodings: string[]) =>
  encodings.flatMap(encoding => texts.map(text => [encoding, text] as const));

it.each([
  ...cases(CENTRAL, ['cp1250']),
  ...cases(LATIN2, ['iso8859_2']),
  ...cases(TURKISH, ['cp1254']),
  ...cases(WESTERN, ['cp1252'])
])('%s is told by the letters of %j', async (encoding, text) => {
  const facts = await found('x.csv', encoded(text, encoding));
  expect(facts.encoding).toBe(encoding);
  expect(facts.columns).toEqual(text.split('\n')[0].split(';'));
});

it.each([...cases(CENTRAL, ['cp1250']), ...cases(LATIN2, ['iso8859_2'])])(
  '%s is told by many rows as by few: %j',
  async (encoding, text) => {
    const [first, ...rows] = text.trim().split('\n');
    const all = [first, ...Array(300).fill(rows).flat()].join('\n');
    expect((await found('x.csv', encoded(all, encoding))).encoding).toBe(
      encoding
    );
  }
);

it('is not the page of another alphabet if that has control characters', async () => {
  const text = 'Москва – столица России, «большой» город\n'.repeat(20);
  const facts = await found('x.txt', encoded(text, 'windows-1251'));
  expect(facts.encoding).toBe('cp1251');
});
