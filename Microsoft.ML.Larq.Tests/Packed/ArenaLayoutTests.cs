using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class ArenaLayoutTests
{
    [TestMethod]
    public void Plan_AChain_UsesTwoPlaces()
    {
        var slots = Enumerable.Range(0, 10).Select(i => new FloatSlot(i % 2 == 0 ? 16 : 9)).ToArray();
        var ops = slots.Skip(1).Select((slot, i) => new Step(slot, slots[i])).ToArray();
        ArenaLayout.Plan(slots[0], ops, slots[^1]);
        CollectionAssert.AreEqual(
            new[] { 0, 16, 0, 16, 0, 16, 0, 16, 0, 16 }, slots.Select(slot => slot.Offset).ToArray());
    }

    [TestMethod]
    public void Plan_RandomGraphs_NothingIsOverwrittenBeforeItIsRead()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var slots = Enumerable.Range(0, 15).Select(_ => new FloatSlot(random.Next(1, 40))).ToArray();
            var ops = slots.Skip(1).Select((slot, i) => new Step(slot, slots[random.Next(i + 1)], slots[i])).ToArray();
            ArenaLayout.Plan(slots[0], ops, slots[^1]);
            var owner = new FloatSlot?[15 * 48];
            void Write(FloatSlot slot) => owner.AsSpan(slot.Offset, slot.Length).Fill(slot);
            Write(slots[0]);
            foreach (var op in ops)
            {
                Write((FloatSlot)op.Writes);
                foreach (var slot in op.Reads)
                    Assert.IsTrue(owner.Skip(slot.Offset).Take(slot.Length).All(who => who == slot), $"seed {seed}");
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public unsafe void Plan_SlotsOfAnyLength_StartAtACacheLine(int rows)
    {
        var slots = Enumerable.Range(1, 40).Select(length => new FloatSlot(length)).ToArray();
        var ops = slots.Skip(1).Select((slot, i) => new Step(slot, slots[i])).ToArray();
        var arena = ArenaLayout.Plan(slots[0], ops, slots[^1]).Rent(rows);
        foreach (var slot in slots)
        {
            fixed (float* first = arena.All(slot)) Assert.AreEqual(0, (nint)first % 64, $"{slot.Length} numbers");
        }

        fixed (ulong* first = new AlignedArray<ulong>(5).Span) Assert.AreEqual(0, (nint)first % 64, "words");
        fixed (byte* first = new AlignedArray<byte>(0).Span) Assert.IsTrue(first is null, "nothing");
    }

    private sealed class Step(FloatSlot writes, params FloatSlot[] reads) : PackedOp(writes, reads)
    {
        public override void Run(Arena arena)
        {
        }
    }
}
