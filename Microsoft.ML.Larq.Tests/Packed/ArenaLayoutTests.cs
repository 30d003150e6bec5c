using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class ArenaLayoutTests
{
    [TestMethod]
    public void Plan_AChain_UsesTwoPlaces()
    {
        var slots = Enumerable.Range(0, 10).Select(_ => new FloatSlot(8)).ToArray();
        var ops = slots.Skip(1).Select((slot, i) => new Step(slot, slots[i])).ToArray();
        ArenaLayout.Plan(slots[0], ops, slots[^1]);
        CollectionAssert.AreEqual(new[] { 0, 8, 0, 8, 0, 8, 0, 8, 0, 8 }, slots.Select(slot => slot.Offset).ToArray());
    }

    [TestMethod]
    public void Plan_RandomGraphs_NothingIsOverwrittenBeforeItIsRead()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var slots = Enumerable.Range(0, 15).Select(_ => new FloatSlot(random.Next(1, 9))).ToArray();
            var ops = slots.Skip(1).Select((slot, i) => new Step(slot, slots[random.Next(i + 1)], slots[i])).ToArray();
            ArenaLayout.Plan(slots[0], ops, slots[^1]);
            var owner = new FloatSlot?[15 * 8];
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

    private sealed class Step(FloatSlot writes, params FloatSlot[] reads) : PackedOp(writes, reads)
    {
        public override void Run(Arena arena)
        {
        }
    }
}
