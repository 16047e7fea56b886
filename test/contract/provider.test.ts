import test from 'ava';
import { openTestProvider, testEngine } from '../engines.js';
import { testProvider } from './provider.js';

testProvider(test.serial as typeof test, testEngine, () => openTestProvider());
