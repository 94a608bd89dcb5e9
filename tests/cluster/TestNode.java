import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.mapper.MapperExtrasModulePlugin;
import org.opensearch.index.reindex.ReindexModulePlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.painless.PainlessModulePlugin;
import org.opensearch.transport.Netty4ModulePlugin;

/** Run one node until standard input ends: java TestNode HOME, with HOME/config/opensearch.yml. */
public final class TestNode {
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            Settings.builder().put("path.home", home).build(),
            Map.of(), home.resolve("config"), () -> home.getFileName().toString());
        LogConfigurator.registerErrorListener();
        LogConfigurator.configure(environment);
        // delete_by_query is the reindexing module's.
        OpenSearchRunnerNode node = new OpenSearchRunnerNode(environment, List.of(
            CommonAnalysisModulePlugin.class, MapperExtrasModulePlugin.class,
            Netty4ModulePlugin.class, PainlessModulePlugin.class, ReindexModulePlugin.class));
        node.start();
        System.in.readAllBytes();
        System.exit(0);
    }
}
