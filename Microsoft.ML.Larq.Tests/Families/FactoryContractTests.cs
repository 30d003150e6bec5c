namespace Microsoft.ML.Larq.Tests.Families;

/// <summary>What every factory of optimizers, constraints and their like owes.</summary>
[TestClass]
public class FactoryContractTests
{
    public static IEnumerable<object[]> Names => AllFamilies.All.Select(family => new object[] { family.ToString() });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Samples_EveryFactory_IsThere(string family)
    {
        var one = AllFamilies.Of(family);
        Owed.Rows(
            $"{family} factory", one.Factories.Select(FactorySample.NameOf), one.Table,
            one.Samples.Select(sample => sample.Name).Distinct(),
            "add one that calls it with other arguments than its defaults, and another value for each of them");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Make_TwiceAndByWith_GivesEqualValues(string family) => NoFaults(family, (_, sample) =>
        FactoryChecks.Equality(sample));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Make_OneArgumentChanged_DiffersInValueAndWords(string family) => NoFaults(
        family, FactoryChecks.Differences);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Make_DefaultsSpelledOut_IsWhatTheDocumentationSays(string family) => NoFaults(family, (_, sample) =>
        FactoryChecks.Defaults(sample));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Make_NotANumberOrNoMember_IsRefusedByName(string family) => NoFaults(family, (_, sample) =>
        FactoryChecks.Refusals(sample));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Value_ThroughTextAndJson_IsEqual(string family) => NoFaults(family, FactoryChecks.RoundTrips);

    private static void NoFaults(string family, Func<Family, FactorySample, IEnumerable<string>> check)
    {
        var one = AllFamilies.Of(family);
        Owed.NoFaults(one.Samples.SelectMany(sample => check(one, sample).Select(fault => $"{sample.Name}: {fault}")));
    }
}
