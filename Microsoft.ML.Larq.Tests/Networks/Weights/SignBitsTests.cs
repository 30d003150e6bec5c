using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Weights;

namespace Microsoft.ML.Larq.Tests.Networks.Weights;

/// <summary>Signs as bits and back, and a weight that has nothing else.</summary>
[TestClass]
public class SignBitsTests
{
    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(1, 1)]
    [DataRow(8, 1)]
    [DataRow(9, 2)]
    [DataRow(16, 2)]
    [DataRow(int.MaxValue, 1 << 28)]
    public void Bytes_Values_AreEightAByte(int values, int bytes) => Assert.AreEqual(bytes, SignBits.Bytes(values));

    // The lowest bit first; only what is below 0 is a 1: neither 0, −0 nor NaN.
    [TestMethod]
    public void Pack_EveryKindOfNumber_SetsTheBitsOfThoseBelowZero() => CollectionAssert.AreEqual(
        new byte[] { 0b0100_0001, 0b10 },
        SignBits.Pack([-1, 1, 0, -0f, float.NaN, 5, -0.5f, 2, 1, float.NegativeInfinity]));

    [TestMethod]
    public void Unpack_WhatWasPacked_IsItForEveryLength()
    {
        for (var length = 0; length <= 33; length++)
        {
            float[] signs = [.. Enumerable.Range(0, length).Select(i => i * i % 5 == 1 ? -1f : 1f)];
            var bits = SignBits.Pack(signs);
            CollectionAssert.AreEqual(signs, SignBits.Unpack(bits, length));
            Assert.IsTrue(SignBits.EndsInZeros(bits, length));
        }
    }

    // Each unused bit alone is found, and no used one is taken for it.
    [TestMethod]
    public void EndsInZeros_OneBitOfTheLastByte_IsFoundWhereUnused()
    {
        for (var values = 9; values <= 16; values++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var isUsed = bit < values - 8;
                Assert.AreEqual(isUsed, SignBits.EndsInZeros([0xff, (byte)(1 << bit)], values), $"{values}, {bit}");
            }
        }
    }

    [TestMethod]
    public void OfSigns_OtherLengthThanTheShapes_NamesBoth()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => WeightArray.OfSigns(new TensorShape(3, 3), new byte[3]));
        StringAssert.Contains(error.Message, "has 2 bytes of signs, got 3");
        error = Assert.ThrowsExactly<ArgumentException>(() => WeightArray.Adopt(new TensorShape(3, 3), new float[8]));
        StringAssert.Contains(error.Message, "has 9 values, got 8");
    }

    // Bits stay beside the numbers once asked for; a copy is the caller's own.
    [TestMethod]
    public void OfSigns_Bits_AreTheNumbersAndStay()
    {
        var weight = WeightArray.OfSigns(new TensorShape(3, 3), new byte[] { 0b0000_0101, 1 });
        float[] expected = [-1, 1, -1, 1, 1, 1, 1, 1, -1];
        var copy = weight.ToArray();
        CollectionAssert.AreEqual(expected, copy);
        copy[0] = 7;
        CollectionAssert.AreEqual(expected, weight.ToArray());
        CollectionAssert.AreEqual(expected, weight.Values.ToArray());
        Assert.AreEqual(2, weight.Signs.Length);
        copy = weight.ToArray();
        copy[0] = 7;
        CollectionAssert.AreEqual(expected, weight.Values.ToArray());
        Assert.IsTrue(WeightArray.Adopt(new TensorShape(1), [1f]).Signs.IsEmpty);
    }
}
