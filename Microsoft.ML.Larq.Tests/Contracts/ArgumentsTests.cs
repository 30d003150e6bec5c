namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>
/// Every public member, called with null, default, empty, not a number, the least number, and what is no member of an
/// enumeration: refused by the parameter's name, or taken where it may be.
/// </summary>
[TestClass]
public class ArgumentsTests
{
    [ClassCleanup]
    public static void DeleteFiles() => GoodValues.Delete();

    public static IEnumerable<object[]> Namespaces => PublicSurface.Types
        .Select(type => type.Namespace!).Distinct().Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Namespaces))]
    public void Members_ArgumentThatShouldNotBe_IsRefusedByName(string within)
    {
        var members = PublicSurface.Types.Where(type => type.Namespace == within)
            .SelectMany(type => PublicSurface.Members(type, typeof(ContractSignQuantizer))).ToArray();
        Assert.AreNotEqual(0, members.Length);
        var faults = members.SelectMany(MemberSweep.Of)
            .Where(fault => !Excused.FaultsByStart.Keys.Any(start => fault.StartsWith(start, StringComparison.Ordinal)))
            .ToArray();
        Assert.AreEqual("", string.Join('\n', faults));
    }

    // Types without public members of their own are markers; the rest of the library is in the sweep.
    [TestMethod]
    public void Members_OfTheWholeSurface_AreInTheSweep()
    {
        var swept = Namespaces.Select(row => (string)row[0]).ToArray();
        foreach (var name in new[]
        {
            "", ".Larq", ".Larq.Checkpoints", ".Larq.Formats", ".Larq.Images", ".Larq.Layers", ".Larq.Metrics",
            ".Larq.Networks", ".Larq.Optimizers", ".Larq.Packed", ".Larq.Progress", ".Larq.Quantizers",
            ".Larq.Training",
        })
        {
            CollectionAssert.Contains(swept, $"Microsoft.ML{name}");
        }

        var members = PublicSurface.Types
            .SelectMany(type => PublicSurface.Members(type, typeof(ContractSignQuantizer))).ToArray();
        var (arguments, spans) = (members.SelectMany(member => member.GetParameters()).ToArray(), 0);
        spans = arguments.Count(parameter => MemberCall.IsSpan(parameter.ParameterType));
        Assert.IsGreaterThan(1400, members.Length);
        Assert.IsGreaterThan(8, spans);
        Assert.IsTrue(members.Any(member => member.IsGenericMethod));
        Assert.IsTrue(members.Any(member => member.Name == "op_Implicit"));
    }

    [TestMethod]
    public void Excused_EveryLine_StillExcuses()
    {
        var members = PublicSurface.Types
            .SelectMany(type => PublicSurface.Members(type, typeof(ContractSignQuantizer))).ToArray();
        foreach (var part in Excused.CallsByPart.Keys)
        {
            Assert.IsTrue(
                members.Any(member => PublicSurface.Name(member).Contains(part, StringComparison.Ordinal)), part);
        }

        foreach (var start in Excused.FaultsByStart.Keys)
        {
            var member = members.Single(one => start.StartsWith(PublicSurface.Name(one), StringComparison.Ordinal));
            Assert.IsTrue(
                MemberSweep.Of(member).Any(fault => fault.StartsWith(start, StringComparison.Ordinal)), start);
        }
    }

    // The sweep itself: each way of being careless is found, and what is careful is not.
    [TestMethod]
    public void Sweep_CarelessMembers_AreFound()
    {
        var faults = PublicSurface.Members(typeof(Careless), typeof(ContractSignQuantizer))
            .SelectMany(MemberSweep.Of).ToArray();
        foreach (var (member, part) in new[]
        {
            ("Takes", "text = null was taken"), ("Dies", "text = null gave InvalidCastException"),
            ("Misnames", "text = null gave ArgumentNullException of 'other'"),
            ("Indexes", "values = [] gave IndexOutOfRangeException"),
            ("Spans", "values = [] gave IndexOutOfRangeException"),
            ("Enumerates", "day = (DayOfWeek)-1 was taken"), ("Divides", "number = 0 gave DivideByZeroException"),
            ("Calls", "function = => null gave InvalidCastException"), ("set_Property", "value = null was taken"),
            ("Holds", "names = [null] was taken"), ("Overflows", "number = -2147483648 gave OverflowException"),
        })
        {
            Assert.IsTrue(
                faults.Any(fault => fault.Contains($".{member}(", StringComparison.Ordinal)
                    && fault.Contains(part, StringComparison.Ordinal)),
                $"{member}: {part}\n{string.Join('\n', faults)}");
        }

        var careful = faults.Where(fault => fault.Contains(".Careful", StringComparison.Ordinal)).ToArray();
        Assert.AreEqual("", string.Join('\n', careful));
    }

    public sealed class Careless
    {
        public string Property { get; set; } = "";

        public static void Takes(string text) => _ = text;

        public static int Dies(string text) => text?.Length ?? throw new InvalidCastException();

        public static void Misnames(string text) => ArgumentNullException.ThrowIfNull(text, "other");

        public static int Indexes(int[] values) => values is null ? 0 : values[0];

        public static float Spans(ReadOnlySpan<float> values) => values[0];

        public static void Enumerates(DayOfWeek day) => _ = day;

        public static int Divides(int number) => 1 / number;

        public static int Calls(Func<string> function) =>
            function?.Invoke()?.Length ?? throw new InvalidCastException();

        public static void Holds(IReadOnlyList<string> names) => ArgumentNullException.ThrowIfNull(names);

        public static int Overflows(int number) => checked(-number);

        public static int CarefulWithNull(string? text) => text?.Length ?? 0;

        public static int CarefulByName(string text, int number)
        {
            ArgumentNullException.ThrowIfNull(text);
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
            return text.Length / number;
        }
    }
}
