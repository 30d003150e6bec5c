using Microsoft.ML.Larq.Hosting;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>What we use of ML.NET without its leave; an update that takes one away fails here, by name.</summary>
[TestClass]
public class InternalMembersTests
{
    private static readonly string Library = typeof(ModelArchive).Assembly.Location;

    public static IEnumerable<string> Names =>
    [
        "Microsoft.ML.Data.AnnotationUtils",
        "Microsoft.ML.Data.AnnotationUtils::AnnotationsForMulticlassScoreColumn",
        "Microsoft.ML.Data.AnnotationUtils::GetMaxAnnotationKind",
        "Microsoft.ML.Data.AnnotationUtils::GetTrainerOutputAnnotation",
        "Microsoft.ML.Data.AnnotationUtils::get_ScoreColumnSetIdType",
        "Microsoft.ML.Data.BinaryPredictionTransformer`1::.ctor",
        "Microsoft.ML.Data.CatalogUtils",
        "Microsoft.ML.Data.CatalogUtils::GetEnvironment",
        "Microsoft.ML.Data.EmptyDataView",
        "Microsoft.ML.Data.EmptyDataView::.ctor",
        "Microsoft.ML.Data.IDataTransform",
        "Microsoft.ML.Data.IDataTransform::get_Source",
        "Microsoft.ML.Data.IInternalCatalog",
        "Microsoft.ML.Data.IRowMapper",
        "Microsoft.ML.Data.IRowMapper::CreateGetters",
        "Microsoft.ML.Data.IRowMapper::GetDependencies",
        "Microsoft.ML.Data.IRowMapper::GetOutputColumns",
        "Microsoft.ML.Data.IRowMapper::GetTransformer",
        "Microsoft.ML.Data.IValueMapper",
        "Microsoft.ML.Data.IValueMapper::GetMapper",
        "Microsoft.ML.Data.IValueMapper::get_InputType",
        "Microsoft.ML.Data.IValueMapper::get_OutputType",
        "Microsoft.ML.Data.IValueMapperDist",
        "Microsoft.ML.Data.IValueMapperDist::GetMapper",
        "Microsoft.ML.Data.IValueMapperDist::get_DistType",
        "Microsoft.ML.Data.LocalEnvironment",
        "Microsoft.ML.Data.RowToRowMapperTransform",
        "Microsoft.ML.Data.RowToRowMapperTransform::.ctor",
        "Microsoft.ML.Data.RowToRowMapperTransform::GetOutputSchema",
        "Microsoft.ML.Data.ValueMapper`2",
        "Microsoft.ML.Data.ValueMapper`2::.ctor",
        "Microsoft.ML.Data.ValueMapper`3",
        "Microsoft.ML.Data.ValueMapper`3::.ctor",
        "Microsoft.ML.IDistPredictorProducing`2",
        "Microsoft.ML.IPredictor",
        "Microsoft.ML.IPredictor::get_PredictionKind",
        "Microsoft.ML.IPredictorProducing`1",
        "Microsoft.ML.ISingleFeaturePredictionTransformer",
        "Microsoft.ML.LoadableClassAttribute",
        "Microsoft.ML.LoadableClassAttribute::.ctor",
        "Microsoft.ML.MLContext::_env",
        "Microsoft.ML.Model.OnnxConverter.ICanSaveOnnx",
        "Microsoft.ML.Model.OnnxConverter.ICanSaveOnnx::CanSaveOnnx",
        "Microsoft.ML.Model.OnnxConverter.ISaveAsOnnx",
        "Microsoft.ML.Model.OnnxConverter.ISaveAsOnnx::SaveAsOnnx",
        "Microsoft.ML.Model.OnnxConverter.ITransformCanSaveOnnx",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext::AddInitializer",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext::AddIntermediateVariable",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext::CheckOpSetVersion",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext::ContainsColumn",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext::CreateNode",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext::GetNodeName",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext::GetVariableName",
        "Microsoft.ML.Model.OnnxConverter.OnnxContext::IsVariableDefined",
        "Microsoft.ML.Model.OnnxConverter.OnnxNode",
        "Microsoft.ML.Model.OnnxConverter.OnnxNode::AddAttribute",
        "Microsoft.ML.ModelHeader",
        "Microsoft.ML.ModelHeader::ModelSignature",
        "Microsoft.ML.ModelHeader::ModelVerReadable",
        "Microsoft.ML.ModelHeader::ModelVerWritten",
        "Microsoft.ML.ModelLoadContext",
        "Microsoft.ML.ModelLoadContext::Directory",
        "Microsoft.ML.ModelLoadContext::Header",
        "Microsoft.ML.ModelLoadContext::Reader",
        "Microsoft.ML.ModelLoadContext::Repository",
        "Microsoft.ML.ModelSaveContext::CheckAtModel",
        "Microsoft.ML.ModelSaveContext::SaveBinaryStream",
        "Microsoft.ML.ModelSaveContext::SetVersionInfo",
        "Microsoft.ML.ModelSaveContext::Writer",
        "Microsoft.ML.PredictionKind",
        "Microsoft.ML.Repository",
        "Microsoft.ML.Repository/Entry",
        "Microsoft.ML.Repository/Entry::get_Stream",
        "Microsoft.ML.RepositoryReader",
        "Microsoft.ML.RepositoryReader::OpenEntryOrNull",
        "Microsoft.ML.RepositoryReader::_entries",
        "Microsoft.ML.Runtime.Contracts",
        "Microsoft.ML.Runtime.Contracts::CheckAlive",
        "Microsoft.ML.Runtime.HostEnvironmentBase`1",
        "Microsoft.ML.Runtime.HostEnvironmentBase`1::ProgressTracker",
        "Microsoft.ML.Runtime.IHostEnvironmentInternal",
        "Microsoft.ML.Runtime.IHostEnvironmentInternal::get_FallbackToCpu",
        "Microsoft.ML.Runtime.IHostEnvironmentInternal::get_GpuDeviceId",
        "Microsoft.ML.Runtime.IHostEnvironmentInternal::get_Seed",
        "Microsoft.ML.Runtime.IHostEnvironmentInternal::get_TempFilePath",
        "Microsoft.ML.Runtime.ProgressReporting",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEntry",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEntry::Header",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEntry::IsCheckpoint",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEntry::Metrics",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEntry::Progress",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEntry::ProgressLim",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEvent",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEvent/EventKind",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEvent::EventTime",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEvent::Index",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEvent::Kind",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEvent::Name",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEvent::ProgressEntry",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressEvent::StartTime",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressTracker",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressTracker::GetAllProgress",
        "Microsoft.ML.Runtime.ProgressReporting/ProgressTracker::_pendingEvents",
        "Microsoft.ML.SchemaShape/Column::.ctor",
        "Microsoft.ML.SchemaShape/Column::GetTypeString",
        "Microsoft.ML.SchemaShape::TryFindColumn",
        "Microsoft.ML.SignatureLoadModel",
        "Microsoft.ML.TrainerInfo::.ctor",
        "Microsoft.ML.VersionInfo",
        "Microsoft.ML.VersionInfo::.ctor",
        "Microsoft.ML.VersionInfo::ModelSignature",
    ];

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Installed_MLNet_HasTheMember(string name)
    {
        using var members = new InternalMembers(Library);
        Assert.IsTrue(members.Exists(name), $"The installed Microsoft.ML has no {name} any more.");
    }

    [TestMethod]
    public void Uses_OfTheLibrary_AreTheseAndNoMore()
    {
        using var members = new InternalMembers(Library);
        CollectionAssert.AreEqual(Names.Order(StringComparer.Ordinal).ToArray(),
            members.Uses().Select(use => use.Key).Order(StringComparer.Ordinal).ToArray(),
            string.Join(Environment.NewLine, members.Uses().Select(use => use.Key).Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public void Uses_OfTheLibrary_MissNothingInItsTables()
    {
        using var members = new InternalMembers(Library);
        var tables = members.Tables().ToList();
        Assert.IsNotEmpty(tables);
        var missed = tables.Except(members.Uses().Select(use => use.Key)).ToList();
        Assert.IsEmpty(missed, string.Join(Environment.NewLine, missed));
    }

    [TestMethod]
    public void Uses_OfTheLibrary_AreInHostingAlone()
    {
        using var members = new InternalMembers(Library);
        var elsewhere = members.Uses().SelectMany(use => use.Select(user => (Name: use.Key, User: user)))
            .Where(use => use.User is not ("" or "Microsoft.ML.Larq.Hosting")).ToList();
        Assert.IsEmpty(elsewhere, string.Join(Environment.NewLine, elsewhere));
    }

    [TestMethod]
    [DataRow("Microsoft.ML.NoSuchType")]
    [DataRow("Microsoft.ML.ModelLoadContext::NoSuchMember")]
    public void Exists_SomethingElse_IsFalse(string name)
    {
        using var members = new InternalMembers(Library);
        Assert.IsFalse(members.Exists(name));
    }
}
