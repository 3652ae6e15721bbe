"""The port draws what Java draws: `python3 ports/python/test_seedbed.py`. The vectors are Java's (ports/README.md)."""

import hashlib
import json
import pathlib
import unittest

import numpy as np

import seedbed

VECTORS = json.loads((pathlib.Path(__file__).parent.parent / "vectors.json").read_text(encoding="utf-8"))
WORLDS = 1, 2, 7, 1024
FEW_WORLDS = WORLDS[:-1]


def arguments(vector):
    """What `draw` takes."""
    options = {key: vector[key] for key in ("kind", "layout", "blocks", "stride", "activation", "position")}
    if "biases_of" in vector:
        layer = (options.pop(key) for key in ("kind", "layout", "blocks", "stride"))
        options["kernel"] = seedbed.kernel_of(vector["biases_of"], *layer)
    return (vector["scheme"], int(vector["seed"]), vector["path"], vector["shape"]), options


def sha256(values, type="F32"):
    with np.errstate(over="ignore"):  # of F16, which has no numbers from 65520 on
        stored = {
            "F32": lambda: values, "F64": lambda: values.astype("<f8"),
            "F16": lambda: values.astype("<f2"), "BF16": lambda: seedbed.bfloat16(values),
        }[type]()
    return hashlib.sha256(stored.tobytes()).hexdigest()


def slices(length, world):
    """An axis shared out among ranks, the last of which may get nothing."""
    share = -(-length // world)
    return [(min(rank * share, length), min((rank + 1) * share, length)) for rank in range(world)]


class Vectors(unittest.TestCase):
    def test_words(self):
        for vector in VECTORS["words"]:
            with self.subTest(vector["path"], start=vector["from"]):
                words = seedbed.words(int(vector["seed"]), vector["path"], vector["from"], len(vector["words"]))
                self.assertEqual([f"{word:08x}" for word in words], vector["words"])

    def test_every_scheme_has_a_vector(self):
        self.assertEqual(sorted({vector["scheme"].split("(")[0] for vector in VECTORS["draws"]}), seedbed.schemes())

    def test_draws(self):
        for vector in VECTORS["draws"]:
            with self.subTest(vector):
                scheme, options = arguments(vector)
                values = seedbed.draw(*scheme, **options)
                self.assertEqual(values.dtype, np.float32)
                first = [float.fromhex(number) for number in vector["first"]]
                self.assertEqual(values.ravel()[: len(first)].tolist(), first)
                self.assertEqual(sha256(values, vector["type"]), vector["sha256"])


class Ranks(unittest.TestCase):
    """Any rank draws its part alone."""

    def vectors(self):
        """Vectors and worlds: every scheme in all worlds, kinds of layers and parameters in those of few ranks."""
        seen = set()
        for vector in VECTORS["draws"]:
            if vector["type"] == "F32" and np.prod(vector["shape"]) < 100_000:
                with self.subTest(vector["scheme"], shape=vector["shape"]):
                    yield vector, FEW_WORLDS if vector["scheme"] in seen else WORLDS, *arguments(vector)
                seen.add(vector["scheme"])

    def test_flat_ranges(self):
        for vector, worlds, scheme, options in self.vectors():
            for world in worlds:
                ranges = slices(int(np.prod(vector["shape"])), world)
                parts = [seedbed.draw(*scheme, flat=part, **options) for part in ranges]
                self.assertEqual(sha256(np.concatenate(parts)), vector["sha256"])

    def test_slices_along_each_axis(self):
        for vector, worlds, scheme, options in self.vectors():
            for axis, length in enumerate(vector["shape"]):
                for world in worlds:
                    ranges = sorted(set(slices(length, world)))  # most ranks get nothing, which is drawn once
                    regions = [(slice(None),) * axis + (slice(*part),) for part in ranges]
                    parts = [seedbed.draw(*scheme, region=region, **options) for region in regions]
                    self.assertEqual(sha256(np.concatenate(parts, axis)), vector["sha256"])

    def test_blocks_of_several_axes(self):
        for shape in [(9, 10, 11), (3, 70_000), (70_000, 3)]:
            whole = seedbed.draw("normal", 7, "x", shape, kind="dense")
            for region in [np.s_[2:8, 3:4], np.s_[1:3, 1:-1], np.s_[-2:], np.s_[:, 2:2], np.s_[...,][:0]]:
                part = seedbed.draw("normal", 7, "x", shape, region=region, kind="dense")
                np.testing.assert_array_equal(part, whole[region])

    def test_steps_are_refused(self):
        for region in [np.s_[::2], np.s_[3], np.s_[:, :, :]]:
            with self.assertRaisesRegex(ValueError, "a region is a slice"):
                seedbed.draw("normal", 7, "x", (4, 5), region=region)


class Refusals(unittest.TestCase):
    def test_what_is_wrong_is_said(self):
        for scheme, shape, message in [
            ("he-norml", (4, 5), "no scheme 'he-norml'"),
            ("he-normal(gain=2)", (4, 5), "no parameter 'gain'"),
            ("he-normal(", (4, 5), "expected name"),
            ("he-normal", (4,), "a vector has none"),
            ("orthogonal", (4,), "a vector has none"),
            ("critical(bias-variance=0.05)", (4, 5), "bias-variance=0"),
            ("identity", (4, 5), "as many units as inputs"),
        ]:
            with self.subTest(scheme), self.assertRaisesRegex(ValueError, message):
                seedbed.draw(scheme, 7, "x", shape)

    def test_constant_in_the_middle_of_two_floats_is_not_guessed(self):
        with self.assertRaisesRegex(ArithmeticError, "between two floats"):
            seedbed.draw("truncated-normal(cut=1.17551)", 7, "x", (4, 5))

    def test_shapes_that_a_kind_of_layer_cannot_have(self):
        for shape, kind, message in [
            ((4,), "dense", "two axes or more"),
            ((10, 4), "recurrent", "10 outputs cannot be shared out among 4 blocks"),
            ((10, 4), "dens", "no kind of layer 'dens'"),
        ]:
            with self.subTest(kind), self.assertRaisesRegex(ValueError, message):
                seedbed.kernel_of(shape, kind, blocks=4)


RULES = {"*.bias": "zeros", "*.weight": "he-normal"}


class Frameworks(unittest.TestCase):
    def test_state_dict(self):
        try:
            import torch
        except ImportError:
            self.skipTest("not run for want of torch")
        model = torch.nn.Sequential(torch.nn.Linear(30, 50), torch.nn.Conv2d(5, 8, 3).to(torch.bfloat16))
        model[1].register_buffer("kept", torch.full((2,), 3.0))
        state = model.state_dict()
        drawn = seedbed.fill_state_dict(state, 7, RULES)
        self.assertEqual(drawn, ["0.weight", "0.bias", "1.weight", "1.bias"])
        np.testing.assert_array_equal(model[0].weight.detach().numpy(), seedbed.draw("he-normal", 7, "0.weight", (50, 30)))
        bits = model[1].weight.detach().view(torch.int16).numpy().view(np.uint16)
        np.testing.assert_array_equal(bits, seedbed.bfloat16(seedbed.draw("he-normal", 7, "1.weight", (8, 5, 3, 3))))
        self.assertEqual(model[0].bias.abs().sum(), 0)
        self.assertEqual(state["1.kept"].tolist(), [3, 3])

    def test_pytree(self):
        try:
            import jax
        except ImportError:
            self.skipTest("not run for want of jax")
        mesh = jax.sharding.Mesh(np.array(jax.devices()), ("x",))
        sharding = jax.sharding.NamedSharding(mesh, jax.sharding.PartitionSpec("x"))
        tree = {
            "dense": {
                "kernel": jax.ShapeDtypeStruct((32, 50), np.float32, sharding=sharding),
                "bias": jax.ShapeDtypeStruct((50,), np.float32),
            },
            "step": jax.numpy.ones(()),
        }
        rules = {"*/bias": "ones", "*/kernel": "he-normal"}
        filled = seedbed.fill_pytree(tree, 7, rules)
        whole = seedbed.draw("he-normal", 7, "dense/kernel", (32, 50), layout="in-out")
        np.testing.assert_array_equal(filled["dense"]["kernel"], whole)
        self.assertEqual(filled["dense"]["kernel"].sharding, sharding)
        self.assertEqual(filled["dense"]["bias"].sum(), 50)
        self.assertEqual(filled["step"], 1)


if __name__ == "__main__":
    unittest.main()
