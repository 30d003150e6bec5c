using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Constraints;

namespace Microsoft.ML.Larq.Tests.Families;

[TestClass]
public class OwedTests
{
    [TestMethod]
    public void Faults_OfATable_NameTheMemberTheTableAndTheCure() => CollectionAssert.AreEqual(
        new[]
        {
            "Pet 'Cat' has no row in Bowls.All: add one with its food.",
            "Pet 'Dog' has no row in Bowls.All: add one with its food.",
            "Bowls.All has a row 'Car', which is no Pet of the library: rename it or take it out.",
            "Bowls.All has several rows 'Hen': one is enough.",
        },
        Owed.Faults("Pet", ["Dog", "Hen", "Cat"], "Bowls.All", ["Hen", "Car", "Hen"], "add one with its food")
            .ToArray());

    [TestMethod]
    public void Faults_OfNoMembers_IsAFault() => StringAssert.Contains(
        Owed.Faults("Pet", [], "Bowls.All", [], "").Single(), "No Pet was found");

    [TestMethod]
    public void Rows_WholeTable_Passes() => Owed.Rows("Pet", ["Dog", "Hen"], "Bowls.All", ["Hen", "Dog"], "");

    [TestMethod]
    public void Rows_TypesWithoutOne_ThrowNamingIt()
    {
        var others = Kinds.Of(typeof(WeightConstraint)).Where(kind => kind != typeof(NonNegConstraint));
        var error = Assert.ThrowsExactly<AssertFailedException>(
            () => Owed.Rows(typeof(WeightConstraint), "T", others, "cure"));
        StringAssert.Contains(error.Message, "WeightConstraint 'NonNegConstraint' has no row in T: cure.");
    }
}
